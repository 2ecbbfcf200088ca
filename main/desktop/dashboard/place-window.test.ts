import { expect, test } from 'vitest'
import { placeWindow } from './place-window.ts'

const AREA = { x: 0, y: 25, width: 1920, height: 1015 }
const at = (x: number, y: number, width = 1000, height = 700) => ({ x, y, width, height, maximized: false })

test('opens in the middle the first time', () => {
  expect(placeWindow(AREA, undefined)).toEqual({ x: 370, y: 153, width: 1180, height: 760 })
})

test('opens where it was', () => {
  expect(placeWindow(AREA, at(100, 200))).toEqual({ x: 100, y: 200, width: 1000, height: 700 })
})

test.each([
  [at(-500, -90), { x: 0, y: 25 }],
  [at(1900, 1000), { x: 920, y: 340 }],
])('comes back from outside of the screen: %j', (last, corner) => {
  expect(placeWindow(AREA, last)).toMatchObject(corner)
})

test('is no smaller than its least size, and no larger than the screen', () => {
  expect(placeWindow(AREA, at(0, 25, 200, 200))).toMatchObject({ width: 880, height: 560 })
  const small = { x: 0, y: 0, width: 800, height: 500 }
  expect(placeWindow(small, undefined)).toEqual(small)
})

test('follows a display that lies left of the first one', () => {
  expect(placeWindow({ ...AREA, x: -1920 }, undefined).x).toBe(370 - 1920)
})
