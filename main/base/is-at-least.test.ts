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
  ['2.1.40-beta.99', false],
  ['v2.1.41', true],
  ['2.1.41+build.7', true],
  ['2.1.329 (Claude Code)', true],
  ['2.1.4 (Claude Code)', false],
  ['claude-cli/2.1.329', true],
  ['update available\n2.1.40 (Claude Code)', false],
])('compares %s with 2.1.41 by number', (version, expected) => {
  expect(isAtLeast(version, '2.1.41')).toBe(expected)
})

it.each([undefined, '', 'nightly', '2.01.41', '9'.repeat(400), `2.1.${'9'.repeat(20)}`])(
  'takes %s for no version or an old one, because the command may harm there',
  (version) => {
    expect(isAtLeast(version, '2.1.41')).toBe(false)
    expect(isAtLeast(version, version)).toBe(version?.startsWith('2.1.') === true)
  },
)
