import { expect, it } from 'vitest'
import { isAtLeast } from './is-at-least.ts'

it.each([
  ['2.1.41', true],
  ['2.1.40', false],
  ['2.1.329', true],
  ['2.2', true],
  ['2.1', false],
  ['10.0.0', true],
  ['1.9.99', false],
  ['2.1.41-beta.1', true],
])('compares %s with 2.1.41 by number', (version, expected) => {
  expect(isAtLeast(version, [2, 1, 41])).toBe(expected)
})
