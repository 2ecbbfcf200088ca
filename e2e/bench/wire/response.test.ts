import { expect, test } from 'vitest'
import { buildResponse, decodePlan, encodePlan, FRAME_EVENTS, type ResponsePlan } from './response.ts'

const plans: ResponsePlan[] = [
  { pace: 'whole', id: 0, deltas: 5, deltaSize: 40 },
  { pace: 'fast', id: 63, deltas: 200, deltaSize: 24 },
  { pace: 100, id: 999, deltas: 20, deltaSize: 7_900 },
]

test.each(plans)('a plan survives its way through a header: $pace', (plan) => {
  expect(decodePlan(encodePlan(plan))).toEqual(plan)
})

test('refuses a plan that was changed on its way', () => {
  expect(() => decodePlan('fast 1 2')).toThrow('not an answer plan')
})

test.each(plans)(
  'an answer has no two equal events, so that each can be told from the others: $pace',
  (plan) => {
    const { events } = buildResponse(plan)
    expect(events).toHaveLength(plan.deltas + FRAME_EVENTS)
    expect(new Set(events).size).toBe(events.length)
  },
)
