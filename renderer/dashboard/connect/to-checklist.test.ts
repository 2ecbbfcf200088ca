import { expect, test } from 'vitest'
import { toChecklist } from './to-checklist.ts'

const done = (steps: ReturnType<typeof toChecklist>) =>
  steps.filter(({ isDone }) => isDone).map(({ name }) => name)
const direct = { state: 'direct' } as const
const connected = { state: 'connected' } as const

test('nothing is done on a first run', () => {
  expect(done(toChecklist({ connection: direct, inFlight: false, finished: false }))).toEqual([])
})

test('a request in flight is sent, but has not arrived whole', () => {
  const steps = toChecklist({ connection: connected, inFlight: true, finished: false })
  expect(done(steps)).toEqual(['connected', 'send'])
  expect(steps[2]?.todo).toBe('It is in flight now.')
})

test('a finished request does not stand for the switch: it may have come by another way', () => {
  expect(done(toChecklist({ connection: direct, inFlight: false, finished: true }))).toEqual([
    'send',
    'arrive',
  ])
})
