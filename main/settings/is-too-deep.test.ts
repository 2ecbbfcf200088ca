import { expect, it } from 'vitest'
import { isTooDeep } from './is-too-deep.ts'

it.each([
  ['100 levels', '['.repeat(100) + ']'.repeat(100), false],
  ['101 levels', '['.repeat(101) + ']'.repeat(101), true],
  ['200,000 lists', '['.repeat(200_000), true],
  ['200,000 objects', '{"a":'.repeat(200_000), true],
  ['many brackets side by side', `[${'[],{},'.repeat(10_000)}0]`, false],
  ['brackets in a text', `{"a": "${'['.repeat(500)}"}`, false],
  ['brackets in comments', `// ${'['.repeat(500)}\n/* ${'{'.repeat(500)} */ {}`, false],
  ['nothing', '', false],
  ['an open text', `"${'['.repeat(500)}`, false],
])('finds what is nested too deep: %s', (_title, text, tooDeep) => {
  expect(isTooDeep(text)).toBe(tooDeep)
})
