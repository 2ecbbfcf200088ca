import { expect, test } from 'vitest'
import { isTrayConcern } from './is-tray-concern.ts'

const check = (key: string, signIn?: string) => ({ key, status: 'warn' as const, signIn })

test.each(['claude_cli', 'storage', 'providers'])('a warning of %s is one of the icon', (key) => {
  expect(isTrayConcern(check(key))).toBe(true)
  expect(isTrayConcern({ ...check(key), status: 'pass' })).toBe(false)
  expect(isTrayConcern({ ...check(key), status: 'fail' })).toBe(false)
})

test.each([
  ['expired', true],
  ['locked', true],
  ['refreshable', false],
  ['missing', false],
  [undefined, false],
])('a sign-in that is %s is one: %s', (signIn, concern) => {
  expect(isTrayConcern(check('oauth2_credentials', signIn))).toBe(concern)
})

test.each(['codex_cli', 'codex_credentials', 'claude_sdk', 'constructor'])('%s is none', (key) => {
  expect(isTrayConcern(check(key, 'expired'))).toBe(false)
})
