import { expect, test } from 'vitest'
import { sayDrain } from './say-drain.ts'

const NOW = Date.parse('2026-11-21T12:00:00.000Z')
const COMMON = {
  cancellable: true,
  sending: false,
  undoable: false,
  deadlineAt: undefined,
  resumesAt: undefined,
  failure: undefined,
}
const draining = { ...COMMON, face: 'draining', left: 2 } as const
const drained = { ...COMMON, face: 'drained', left: 0 } as const
const asking = { face: 'asking', by: 'key', wish: 'drain', resumeAfterMs: undefined } as const

test('it asks with what is in flight, and counts what is left', () => {
  expect(sayDrain({ face: 'ready', sending: false, failure: undefined }, NOW)).toBe('')
  expect(sayDrain({ ...asking, inFlight: 0 }, NOW)).toBe('Drain? New requests will wait and retry.')
  expect(sayDrain({ ...asking, inFlight: 1 }, NOW)).toBe('1 request will finish; new ones wait and retry.')
  expect(sayDrain({ ...asking, inFlight: 3 }, NOW)).toContain('3 requests will finish')
  expect(sayDrain({ face: 'asking', by: 'key', wish: 'resume' }, NOW)).toBe('Accept new requests again?')
  expect(sayDrain(draining, NOW)).toBe('2 left')
  expect(sayDrain({ ...draining, deadlineAt: NOW + 90_000 }, NOW)).toBe('2 left, 1 m 30 s at most')
  expect(sayDrain({ ...draining, deadlineAt: NOW + 29_600 }, NOW)).toBe('2 left, 30 s at most')
})

test('it says when it resumes by itself, and nothing that the state says already', () => {
  expect(sayDrain({ ...draining, resumesAt: NOW + 899_000 }, NOW)).toBe('2 left, resumes in 15 m')
  expect(sayDrain({ ...drained, resumesAt: NOW + 899_000 }, NOW)).toBe('Resumes in 15 m.')
  expect(sayDrain({ ...drained, resumesAt: NOW + 869_000 }, NOW)).toBe('Resumes in 14 m.')
  expect(sayDrain(drained, NOW)).toBe('')
})

test('why it did not work goes before everything else', () => {
  const failure = 'Signalbox isn’t responding. Try again.'
  expect(sayDrain({ face: 'ready', sending: false, failure }, NOW)).toBe(failure)
  expect(sayDrain({ ...drained, resumesAt: NOW + 899_000, failure }, NOW)).toBe(failure)
})
