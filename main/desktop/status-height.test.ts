import { expect, test } from 'vitest'
import { statusHeight } from './status-height.ts'

test('the popover is as high as its content, up to 85 % of the work area', () => {
  expect(statusHeight(480, 1000)).toBe(480)
  expect(statusHeight(2000, 1000)).toBe(850)
  expect(statusHeight(2000, 777)).toBe(660)
})
