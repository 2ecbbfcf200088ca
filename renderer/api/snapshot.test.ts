import { QueryClient } from '@tanstack/react-query'
import { beforeEach, expect, test } from 'vitest'
import { documentForTest, signIn } from '../status/checks/document-for-test.ts'
import type { Livez } from '../../shared/livez.ts'
import type { Verdict } from '../../shared/verdict.ts'
import { NOW, observe, observeLivez } from '../status/observe-for-test.ts'
import { problemForTest, verdictForTest } from '../status/verdict-for-test.ts'
import { toCheckLines } from '../status/checks/to-check-lines.ts'
import { HEALTH, LIVEZ, STATUS } from './queries.ts'
import { restoreSnapshot, saveSnapshot } from './snapshot.ts'

beforeEach(() => localStorage.clear())

test('what was known is known again after a restart, with its old time', () => {
  const before = new QueryClient()
  const { livez, status } = observe()
  before.setQueryData(LIVEZ, livez)
  before.setQueryData(STATUS, status)
  saveSnapshot(before, localStorage)

  const after = new QueryClient()
  restoreSnapshot(after, localStorage)
  expect(after.getQueryData(LIVEZ)).toEqual(livez)
  expect(after.getQueryData(STATUS)).toEqual(status)
})

test('of the checks the states are kept, and neither paths nor accounts', () => {
  const before = new QueryClient()
  const document = documentForTest(NOW, {
    oauth2_credentials: signIn('present', {
      user: 'ada@example.com',
      expires_at: '2026-11-20T18:00:00.000Z',
    }),
    claude_cli: { error: 'It stands in /home/ada.', duplicates: ['/home/ada/bin/claude'] },
  })
  before.setQueryData(LIVEZ, observe().livez)
  before.setQueryData(HEALTH, { value: document, at: NOW, failures: 0, confused: false })
  saveSnapshot(before, localStorage)
  expect(JSON.stringify(localStorage)).not.toMatch(/ada/)

  const after = new QueryClient()
  restoreSnapshot(after, localStorage)
  const kept = after.getQueryData<{ value: typeof document }>(HEALTH)
  const shown = (value: typeof document | undefined) =>
    toCheckLines({ document: value, at: NOW, now: NOW, upstream: undefined, problems: [] }).map((line) => [
      line.label,
      line.value,
      line.tone,
    ])
  expect(shown(kept?.value)).toEqual(shown(document))
})

test('of the verdict the state is kept, and no host, address or cause', () => {
  const before = new QueryClient()
  const overloaded = problemForTest('upstream_overloaded', { host: 'proxy.ada.example', count: 3 })
  const keep = (verdict: Verdict) => {
    before.setQueryData(LIVEZ, observeLivez({ verdict }).livez)
    saveSnapshot(before, localStorage)
    const after = new QueryClient()
    restoreSnapshot(after, localStorage)
    return after.getQueryData<{ value: Livez }>(LIVEZ)?.value.verdict
  }
  expect(keep(verdictForTest('warning', overloaded))).toBeUndefined()
  expect(keep(verdictForTest('warning', problemForTest('cli_broken'), overloaded))).toMatchObject({
    state: 'warning',
    reason: { code: 'cli_broken' },
    others: [],
  })
  expect(JSON.stringify(localStorage)).not.toMatch(/ada/)
})

test('nothing is kept before the first answer', () => {
  saveSnapshot(new QueryClient(), localStorage)
  expect(localStorage.length).toBe(0)
})

test.each(['', 'not json', '{}', '{"livez":{"value":{"status":"ok"},"at":1}}'])(
  'a kept text that does not fit is ignored: %j',
  (text) => {
    localStorage.setItem('signalbox.tray.1', text)
    const queryClient = new QueryClient()
    restoreSnapshot(queryClient, localStorage)
    expect(queryClient.getQueryData(LIVEZ)).toBeUndefined()
  },
)
