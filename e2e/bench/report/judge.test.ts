import { expect, test } from 'vitest'
import { describeGoal, judge, type Goal } from './judge.ts'

const both: Goal = { atMost: 0.25, timesYardstick: 1.15 }

test('a goal is met when every limit holds', () => {
  expect(judge(both, { own: 0.22, yardstick: 0.2, baseline: 0.07 })).toBe('ok')
})

test('a goal is missed when one limit of several does not hold', () => {
  expect(judge(both, { own: 0.24, yardstick: 0.2, baseline: 0.07 })).toBe('MISSED')
  expect(judge(both, { own: 0.26, yardstick: 0.3, baseline: 0.07 })).toBe('MISSED')
})

test('a limit over the baseline moves with it', () => {
  expect(judge({ overBaseline: 4 }, { own: 105, yardstick: 102, baseline: 101 })).toBe('ok')
  expect(judge({ overBaseline: 4 }, { own: 105.1, yardstick: 102, baseline: 101 })).toBe('MISSED')
})

test('a lower limit is missed from below', () => {
  expect(judge({ atLeast: 1 }, { own: 0, yardstick: 1, baseline: 1 })).toBe('MISSED')
})

test('a figure that could not be measured decides nothing', () => {
  expect(judge(both, { own: Number.NaN, yardstick: 0.2, baseline: 0.07 })).toBe('n/a')
  expect(judge(both, { own: 0.1, yardstick: Number.NaN, baseline: 0.07 })).toBe('n/a')
})

test('a goal reads like the table of goals', () => {
  expect(describeGoal(both)).toBe('≤ 0.25, ≤ 1.15 × node-pipe')
})
