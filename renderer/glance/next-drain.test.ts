import { expect, test } from 'vitest'
import { AT_REST, type DrainAsk, nextDrain } from './next-drain.ts'

const asking: DrainAsk = { step: 'asking' }
const sending: DrainAsk = { step: 'sending', wish: 'drain' }

test('with requests in flight the button asks first', () => {
  expect(nextDrain(AT_REST, { type: 'press', inFlight: 3, draining: false })).toEqual(asking)
})

test('with nothing in flight there is nothing to ask', () => {
  expect(nextDrain(AT_REST, { type: 'press', inFlight: 0, draining: false })).toEqual(sending)
})

test('while a drain runs the same button takes it back', () => {
  const next = nextDrain(AT_REST, { type: 'press', inFlight: 3, draining: true })
  expect(next).toEqual({ step: 'sending', wish: 'resume' })
})

test('only an open question can be confirmed', () => {
  expect(nextDrain(asking, { type: 'confirm' })).toEqual(sending)
  expect(nextDrain(AT_REST, { type: 'confirm' })).toEqual(AT_REST)
})

test('a question can be dismissed, a request on its way cannot', () => {
  expect(nextDrain(asking, { type: 'dismiss' })).toEqual(AT_REST)
  expect(nextDrain(sending, { type: 'dismiss' })).toEqual(sending)
  expect(nextDrain(sending, { type: 'press', inFlight: 0, draining: false })).toEqual(sending)
})

test('a refusal is kept until the next press', () => {
  const refused = nextDrain(sending, { type: 'refused', reason: 'No.' })
  expect(refused).toEqual({ step: 'failed', reason: 'No.' })
  expect(nextDrain(refused, { type: 'press', inFlight: 0, draining: false })).toEqual(sending)
})
