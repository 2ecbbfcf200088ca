import { expect, test } from 'vitest'
import { toFilter } from './to-filter.ts'
import { isPart, toQuestion } from './to-question.ts'

const asked = (values: Readonly<Record<string, string>>) => {
  const question = toQuestion(toFilter(values))
  return JSON.parse(JSON.stringify({ ...question.asked, tested: question.test && true }))
}

test.each([
  [{}, {}],
  [{ q: ' opus  BBBB ' }, { search: 'opus  bbbb' }],
  [
    { outcome: 'limited', model: 'opus' },
    { outcome: 'limited', model: 'opus' },
  ],
  [
    { session: 's', error: 'api_error' },
    { session: 's', errorType: 'api_error' },
  ],
  [{ calls: 'tool' }, { stopReason: 'tool_use' }],
  [
    { routed: 'yes', speed: 'slow' },
    { routed: true, slow: true },
  ],
] as const)('%j is asked of the server', (values, question) => {
  expect(asked(values)).toEqual(question)
})

test.each([
  [{ q: 'In flight' }, { outcome: 'open' }],
  [{ q: 'opus cancelled haiku' }, { outcome: 'left', search: 'opus haiku' }],
  [{ q: 'uncancelled' }, { search: 'uncancelled' }],
  [{ q: 'interrupted' }, { outcome: 'failed', tested: true }],
  [
    { q: 'cancelled', outcome: 'ok' },
    { outcome: 'ok', tested: true },
  ],
] as const)('an ending in %j is asked for as an outcome', (values, question) => {
  expect(asked(values)).toEqual(question)
})

test('of the requests that failed, only those that were cut are called so', () => {
  const { test: passes } = toQuestion({ search: 'interrupted' })
  const row = { requestId: '1', timestamp: '', method: 'POST', endpoint: '/v1/messages' }
  expect(passes?.({ ...row, termination: { endedBy: 'upstream', phase: 'body' }, statusCode: 200 })).toBe(
    true,
  )
  expect(passes?.({ ...row, termination: { endedBy: 'crash', phase: 'body' } })).toBe(false)
})

test('what is looked for in bodies, too, is a text as it was written, and no ending', () => {
  expect(toQuestion({ search: 'Left Over', in: 'bodies', outcome: 'ok' })).toMatchObject({
    asked: { search: 'Left Over', outcome: 'ok' },
    body: 'Left Over',
  })
  expect(toQuestion({ in: 'bodies' }).body).toBeUndefined()
})

test('a search is no longer than the server takes', () => {
  expect(toQuestion({ search: 'x'.repeat(400) }).asked.search).toHaveLength(256)
})

test('models and times are counted by themselves, anything else is a part of them', () => {
  expect(isPart({ model: 'opus', start: '2026-11-21', in: 'bodies' })).toBe(false)
  expect(isPart({ session: 's' })).toBe(true)
})
