import { expect, test } from 'vitest'
import { AT_REST, type DrainAsk, nextDrain, RESUME_AFTER } from './next-drain.ts'

const NOW = 1_000_000
const asking: DrainAsk = { step: 'asking', by: 'press', wish: 'drain', resumeAfterMs: 900_000, askedAt: NOW }
const sending: DrainAsk = { step: 'sending', wish: 'drain', resumeAfterMs: 900_000 }
const press = (draining: boolean) => ({ type: 'press', draining, at: NOW }) as const
const key = (draining: boolean) => ({ type: 'key', draining, at: NOW }) as const

test('a drain always asks, by the button and by its key', () => {
  expect(nextDrain(AT_REST, press(false))).toEqual(asking)
  expect(nextDrain(AT_REST, key(false))).toEqual({ ...asking, by: 'key' })
})

test('a resume asks only where a key wants it', () => {
  expect(nextDrain(AT_REST, press(true))).toEqual({ step: 'sending', wish: 'resume' })
  expect(nextDrain(AT_REST, key(true))).toMatchObject({ step: 'asking', wish: 'resume' })
})

test('only an open question can be confirmed, and one that a key opened not at once', () => {
  expect(nextDrain(asking, { type: 'confirm', at: NOW })).toEqual(sending)
  expect(nextDrain(AT_REST, { type: 'confirm', at: NOW })).toEqual(AT_REST)
  const byKey = nextDrain(AT_REST, key(false))
  expect(nextDrain(byKey, { type: 'confirm', at: NOW + 499 })).toEqual(byKey)
  expect(nextDrain(byKey, { type: 'confirm', at: NOW + 500 })).toEqual(sending)
})

test('a drain lasts as long as was chosen', () => {
  for (const resumeAfterMs of RESUME_AFTER) {
    const chosen = nextDrain(asking, { type: 'choose', resumeAfterMs })
    expect(nextDrain(chosen, { type: 'confirm', at: NOW })).toEqual({ ...sending, resumeAfterMs })
  }
})

test('a question can be dismissed, a request on its way cannot', () => {
  expect(nextDrain(asking, { type: 'dismiss' })).toEqual(AT_REST)
  for (const event of [{ type: 'dismiss' }, press(false), key(false)] as const)
    expect(nextDrain(sending, event)).toEqual(sending)
})

test('a drain that has begun can be undone for ten seconds, whatever is dismissed meanwhile', () => {
  const begun = nextDrain(sending, { type: 'done', at: NOW })
  expect(begun).toEqual({ step: 'begun', undoUntil: NOW + 10_000 })
  expect(nextDrain(begun, { type: 'dismiss' })).toEqual(begun)
  expect(nextDrain({ step: 'sending', wish: 'resume' }, { type: 'done', at: NOW })).toEqual(AT_REST)
})

test('a refusal is kept until the next press', () => {
  const refused = nextDrain(sending, { type: 'refused', reason: 'No.' })
  expect(refused).toEqual({ step: 'failed', reason: 'No.' })
  expect(nextDrain(refused, press(false))).toEqual(asking)
})
