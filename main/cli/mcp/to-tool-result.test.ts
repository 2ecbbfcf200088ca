import { expect, test } from 'vitest'
import type { CacheReason, Explanation } from '../../../shared/explanation.ts'
import { toExplanationDocument, toRequestRow } from './to-tool-result.ts'

function explanation(kind: CacheReason): Explanation {
  const reason = { kind, path: '/x', before: 'secret words', after: 'other words', said: null }
  return {
    requestId: 'r',
    previous: null,
    kind: 'main',
    cache: { expected: 10, read: 0, written: 10, missed: 10, cost: 1, reason },
    context: [],
    time: {
      ours: null,
      connect: null,
      tls: null,
      wait: null,
      first_token: null,
      stream: null,
      stalls: [],
      usual: null,
    },
  }
}

test.each([
  ['message', false, null],
  ['system', false, null],
  ['compaction', false, null],
  ['message', true, 'secret words'],
  ['model', false, 'secret words'],
  ['tools', false, 'secret words'],
] as const)('%s with bodies %s shows %j', (kind, bodies, before) => {
  expect(toExplanationDocument(explanation(kind), { bodies })).toMatchObject({
    cache: { reason: { before, inWords: expect.any(String), advice: expect.any(String) } },
  })
})

test('gives the names in a tool’s input only with bodies', () => {
  const given = explanation('message')
  const path = '/messages/1/content/0/input/secret words'
  const deep = { ...given, cache: { ...given.cache, reason: { ...given.cache.reason, path } } } as Explanation
  expect(toExplanationDocument(deep, { bodies: true })).toMatchObject({ cache: { reason: { path } } })
  expect(toExplanationDocument(deep, { bodies: false })).toMatchObject({
    cache: { reason: { path: '/messages/1/content/0' } },
  })
})

test('gives the words of a turn only with bodies', () => {
  const row = {
    requestId: 'r',
    timestamp: '2026-12-01T00:00:00.000Z',
    method: 'POST',
    endpoint: '/v1/messages',
    sessionTitle: 'title',
    asked: 'words',
    result: 'answer',
  }
  const prices = { tiers: [], models: [] } as never
  expect(JSON.stringify(toRequestRow(row, { prices, bodies: false }))).not.toMatch(/title|words|answer/)
  expect(toRequestRow(row, { prices, bodies: true })).toMatchObject({ sessionTitle: 'title', asked: 'words' })
})
