import { expect, test } from 'vitest'
import { documentForTest } from '../status/checks/document-for-test.ts'
import { readChecks } from './read-checks.ts'

const NOW = Date.parse('2026-11-20T12:00:00.000Z')

test('every check of a real document is read, in its order', () => {
  const checks = readChecks(documentForTest(NOW))
  expect(checks.map(({ key, status }) => `${key} ${status}`)).toEqual([
    'oauth2_credentials pass',
    'claude_cli pass',
    'codex_cli warn',
    'claude_sdk warn',
    'proxy_service pass',
    'providers pass',
    'codex_credentials pass',
  ])
  expect(checks[0]?.checkedAt).toBe(NOW - 12_000)
})

test('a document may have no checks', () => {
  expect(readChecks({ status: 'fail' })).toEqual([])
})

test.each([null, 1, 'text', [], {}, [null], [{ status: 'maybe' }], [[]], [{ checked_at: 1 }]])(
  'an entry that says no state is left out, and the others stay: %j',
  (odd) => {
    const checks = { odd, storage: [{ status: 'warn', output: 7, checked_at: 'yesterday' }] }
    expect(readChecks({ status: 'warn', checks })).toMatchObject([
      { key: 'storage', status: 'warn', output: undefined, checkedAt: undefined },
    ])
  },
)
