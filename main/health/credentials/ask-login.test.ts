import { expect, test } from 'vitest'
import type { ProbeOutcome } from '../cli/run-probe.ts'
import { askClaude, askCodex, type RunCli } from './ask-login.ts'

const never = new AbortController().signal
const exited = (code: number, stdout: string, stderr = ''): RunCli => {
  const outcome: ProbeOutcome = { kind: 'exited', code, stdout, stderr }
  return () => Promise.resolve(outcome)
}

// Shortened output of Claude Code 2.1.329. `email` is null until its profile was fetched.
const SIGNED_IN = {
  loggedIn: true,
  authMethod: 'claude.ai',
  apiProvider: 'firstParty',
  configDirectory: '/home/me/.claude',
  email: 'me@example.com',
  orgId: 'canary',
}

test('takes of Claude Code’s answer who is signed in and how, and no organisation', async () => {
  expect(await askClaude(exited(0, JSON.stringify(SIGNED_IN)), never)).toStrictEqual({
    logged_in: true,
    auth_method: 'claude.ai',
    user: 'me@example.com',
  })
  expect(await askClaude(exited(0, JSON.stringify({ ...SIGNED_IN, email: null })), never)).toStrictEqual({
    logged_in: true,
    auth_method: 'claude.ai',
  })
})

test('hears a no, which comes with exit code 1', async () => {
  expect(await askClaude(exited(1, '{"loggedIn":false,"authMethod":"none"}'), never)).toStrictEqual({
    logged_in: false,
    auth_method: 'none',
  })
})

test.each<RunCli>([
  exited(2, '{"loggedIn":true}'),
  exited(0, 'Update available'),
  exited(0, '{"loggedIn":"yes"}'),
  () => Promise.resolve<ProbeOutcome>({ kind: 'timeout', stdout: '' }),
  () => Promise.reject(new Error('canary')),
])('knows nothing after an unclear answer (%#)', async (run) => {
  expect(await askClaude(run, never)).toBeUndefined()
})

test('rejects with the reason when it is aborted', async () => {
  const abort = new AbortController()
  const asked = askClaude(
    (_args, signal) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    abort.signal,
  )
  abort.abort(new Error('closing'))
  await expect(asked).rejects.toThrow('closing')
})

// The output of Codex 0.169.0.
test.each([
  [0, 'WARNING: proceeding\nLogged in using ChatGPT\n', { logged_in: true, auth_method: 'chatgpt' }],
  [0, 'API key configured - sk-proj-***56789\n', { logged_in: true, auth_method: 'api_key' }],
  [1, 'Not logged in\n', { logged_in: false }],
  [1, 'Error checking login status: failed to load CLI auth from keyring\n', undefined],
])('understands Codex: exit code %d, %j', async (code, stderr, response) => {
  expect(await askCodex(exited(code, '', stderr), never)).toStrictEqual(response)
})
