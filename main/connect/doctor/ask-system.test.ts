import { expect, it } from 'vitest'
import { askSystem } from './ask-system.ts'

it('asks launchctl for each variable', async () => {
  const asked: string[] = []
  const found = await askSystem('darwin', async (file, args) => {
    asked.push([file, ...args].join(' '))
    return args.includes('ANTHROPIC_BASE_URL') ? 'http://127.0.0.1:3456\n' : '\n'
  })
  expect(asked).toContain('launchctl getenv ANTHROPIC_BASE_URL')
  expect(found).toEqual([
    { variable: 'ANTHROPIC_BASE_URL', value: 'http://127.0.0.1:3456', place: 'launchctl' },
  ])
})

it("reads the user's variables in the registry", async () => {
  const output =
    '\r\nHKEY_CURRENT_USER\\Environment\r\n    ANTHROPIC_BASE_URL    REG_EXPAND_SZ    http://x y\r\n\r\n'
  const found = await askSystem('win32', async (_file, args) =>
    args.includes('ANTHROPIC_BASE_URL') ? output : undefined,
  )
  expect(found).toEqual([{ variable: 'ANTHROPIC_BASE_URL', value: 'http://x y', place: 'windows' }])
})

it('runs no command on Linux', async () => {
  expect(await askSystem('linux', () => Promise.reject(new Error('asked')))).toEqual([])
})
