import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createRunSecurity, keychainItem, lookInKeychain } from './keychain.ts'

test.each([
  [{}, 'Claude Code-credentials'],
  [{ CLAUDE_CONFIG_DIR: '' }, 'Claude Code-credentials'],
  // printf %s /Users/me/work | shasum -a 256
  [{ CLAUDE_CONFIG_DIR: '/Users/me/work' }, 'Claude Code-credentials-b6542e25'],
  [
    { CLAUDE_CONFIG_DIR: '/Users/me/other', CLAUDE_SECURESTORAGE_CONFIG_DIR: '/Users/me/work' },
    'Claude Code-credentials-b6542e25',
  ],
  [{ CLAUDE_CONFIG_DIR: '/Users/me/work', CLAUDE_SECURESTORAGE_CONFIG_DIR: '' }, 'Claude Code-credentials'],
])('names the item of %o %s', (env, service) => {
  expect(keychainItem({ ...env, USER: 'me' }, 'me').service).toBe(service)
})

test('hashes a folder the same, whichever way its name is composed', () => {
  const service = (folder: string) => keychainItem({ CLAUDE_CONFIG_DIR: folder }, 'me').service
  expect(service('/U/Zo\u0065\u0308')).toBe(service('/U/Zo\u00eb'))
})

test.each([
  [{ USER: 'jane.doe' }, 'other', 'jane.doe'],
  [{}, 'other', 'other'],
  [{ USER: 'jané' }, 'other', 'claude-code-user'],
])('takes the account from %o and %s', (env, userName, account) => {
  expect(keychainItem(env, userName).account).toBe(account)
})

// Replaces macOS's own `security` by a script, which checks our arguments and sets the exit code.
describe.skipIf(process.platform === 'win32')('with a stand-in for security', () => {
  let folder = ''
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'keychain-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  async function look(script: string) {
    const file = join(folder, 'security')
    await writeFile(file, `#!/bin/sh\n${script}\n`)
    await chmod(file, 0o755)
    return lookInKeychain({ USER: 'me' }, 'me', createRunSecurity(folder, file), AbortSignal.timeout(10_000))
  }

  test.each([
    [0, 'found'],
    [44, 'not_found'],
    [37, 'not_found'],
    [50, 'not_found'],
    [36, 'locked'],
    [51, 'denied'],
    [128, 'denied'],
    [1, 'unavailable'],
  ])('reads exit code %d as %s', async (code, state) => {
    expect(await look(`exit ${code}`)).toBe(state)
  })

  test('asks for the item, and for no secret', async () => {
    await look('printf "%s\\n" "$@" > args')
    expect((await readFile(join(folder, 'args'), 'utf8')).trimEnd().split('\n')).toStrictEqual([
      'find-generic-password',
      '-s',
      'Claude Code-credentials',
      '-a',
      'me',
    ])
  })

  test('finds nothing out where there is no such tool', async () => {
    const run = createRunSecurity(folder, join(folder, 'missing'))
    expect(await lookInKeychain({}, 'me', run, AbortSignal.timeout(10_000))).toBe('unavailable')
  })
})
