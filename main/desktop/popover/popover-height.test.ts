import { expect, test } from 'vitest'
import { popoverHeight } from './popover-height.ts'

test('the popover is as high as its content, up to 85 % of the work area', () => {
  expect(popoverHeight(480, 1000)).toBe(480)
  expect(popoverHeight(2000, 1000)).toBe(850)
  expect(popoverHeight(2000, 777)).toBe(660)
})
