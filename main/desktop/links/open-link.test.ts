import { expect, test } from 'vitest'
import { speak } from '../language/create-speech.ts'
import { openLink } from './open-link.ts'

async function open(address: string, response: 0 | 1) {
  const opened: string[] = []
  const asked: string[] = []
  await openLink(address, {
    t: speak('en').t,
    shell: { openExternal: async (url) => void opened.push(url) },
    question: async ({ message }) => {
      asked.push(message)
      return { response }
    },
  })
  return { opened, asked }
}

test('our own address needs no question', async () => {
  expect(await open('http://127.0.0.1:3456/', 1)).toEqual({ opened: ['http://127.0.0.1:3456/'], asked: [] })
})

test('a page elsewhere is opened only when the user says so', async () => {
  const asked = ['Open example.com in your browser?']
  expect(await open('https://example.com/a', 0)).toEqual({ opened: ['https://example.com/a'], asked })
  expect(await open('https://example.com/a', 1)).toEqual({ opened: [], asked })
})

test.each([
  'http://example.com/',
  'file:///etc/passwd',
  'vscode://x',
  'javascript:alert(1)',
  'https://anthropic.com@evil.example/',
  'not a url',
])('%s is refused without a question', async (address) => {
  expect(await open(address, 0)).toEqual({ opened: [], asked: [] })
})
