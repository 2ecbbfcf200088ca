import { expect, it } from 'vitest'
import { joinBaseUrl } from './join-base-url.ts'

it.each([
  ['https://api.openai.com', 'https://api.openai.com/v1'],
  ['https://api.openai.com/', 'https://api.openai.com/v1'],
  ['https://api.openai.com/v1', 'https://api.openai.com/v1'],
  ['https://api.groq.com/openai/v1/', 'https://api.groq.com/openai/v1'],
  ['https://openrouter.ai/api/v1/chat/completions', 'https://openrouter.ai/api/v1'],
  ['http://127.0.0.1:1234', 'http://127.0.0.1:1234/v1'],
  ['https://open.bigmodel.cn/api/paas/v4', 'https://open.bigmodel.cn/api/paas/v4'],
  ['https://host.test/responses', 'https://host.test/v1'],
  ['https://user:secret@host.test/v1?key=abc#x', 'https://host.test/v1'],
])('adds a version to %s and never two', (address, expected) => {
  expect(joinBaseUrl(address, '/v1')).toBe(expected)
})

it('knows Google’s versions', () => {
  const google = 'https://generativelanguage.googleapis.com'
  expect(joinBaseUrl(google, '/v1beta')).toBe(`${google}/v1beta`)
  expect(joinBaseUrl(`${google}/v1beta`, '/v1beta')).toBe(`${google}/v1beta`)
  expect(joinBaseUrl(`${google}/v1beta/models/gemini-2.0-flash:generateContent`, '/v1beta')).toBe(
    `${google}/v1beta`,
  )
})

it.each(['', 'api.openai.com', 'ftp://host.test', 'file:///etc/passwd'])(
  'takes %j for no address',
  (address) => {
    expect(joinBaseUrl(address, '/v1')).toBeUndefined()
  },
)
