import { expect, it } from 'vitest'
import { readMappings } from './read-mappings.ts'

it.each([
  ['code-reviewer:gpt-4o,data-analyst:o3', { 'code-reviewer': 'gpt-4o', 'data-analyst': 'o3' }],
  [' a : m , b:ollama/qwen:7b ', { a: 'm', b: 'ollama/qwen:7b' }],
  ['a:,:m,,nothing', {}],
  ['', {}],
  [undefined, {}],
])('reads %j as %j', (text, expected) => {
  expect(Object.fromEntries(readMappings(text))).toEqual(expected)
})
