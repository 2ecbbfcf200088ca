import { expect, test } from 'vitest'
import { drainNote } from './drain-note.ts'

const NOW = Date.parse('2026-11-21T12:00:00.000Z')
const COMMON = { cancellable: true, sending: false, failure: undefined }

test('it asks only where something is in flight, and counts what is left', () => {
  expect(drainNote({ face: 'ready', sending: false, failure: undefined }, NOW)).toBe('')
  expect(drainNote({ face: 'asking', inFlight: 1 }, NOW)).toBe(
    '1 request will finish; new ones wait and retry.',
  )
  expect(drainNote({ face: 'asking', inFlight: 3 }, NOW)).toContain('3 requests will finish')
  expect(drainNote({ face: 'draining', left: 2, deadlineAt: undefined, ...COMMON }, NOW)).toBe('2 left')
  expect(drainNote({ face: 'draining', left: 2, deadlineAt: NOW + 90_000, ...COMMON }, NOW)).toBe(
    '2 left, 1 m 30 s at most',
  )
  expect(drainNote({ face: 'drained', ...COMMON }, NOW)).toBe('Drained ✓')
})

test('why it did not work goes before everything else', () => {
  const failure = 'Signalbox did not answer. Try again.'
  expect(drainNote({ face: 'ready', sending: false, failure }, NOW)).toBe(failure)
  expect(drainNote({ face: 'drained', ...COMMON, failure }, NOW)).toBe(failure)
})
