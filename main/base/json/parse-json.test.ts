import { expect, it } from 'vitest'
import { isRecord } from './is-record.ts'
import { memberOf, parseJson, parseRecord } from './parse-json.ts'

it.each([
  ['{"a":1}', { a: 1 }],
  ['[1]', [1]],
  ['null', null],
  ['"x"', 'x'],
  ['', undefined],
  ['{', undefined],
  ['undefined', undefined],
])('parseJson reads %j', (text, value) => {
  expect(parseJson(text)).toEqual(value)
})

it.each([
  ['{"a":1}', { a: 1 }],
  ['{}', {}],
  ['[1]', undefined],
  ['null', undefined],
  ['1', undefined],
  ['{"a"', undefined],
])('parseRecord reads %j', (text, value) => {
  expect(parseRecord(text)).toEqual(value)
})

it.each([
  [{}, true],
  [Object.create(null), true],
  [[], false],
  [null, false],
  [undefined, false],
  ['x', false],
  [() => undefined, false],
])('isRecord(%o) is %j', (value, is) => {
  expect(isRecord(value)).toBe(is)
})

it.each([
  [{ a: 1 }, 1],
  [{ b: 1 }, undefined],
  [[1], undefined],
  [null, undefined],
  ['a', undefined],
])('memberOf(%j, "a") is %j', (value, member) => {
  expect(memberOf(value, 'a')).toBe(member)
})

it('memberOf sees own members only', () => {
  expect(memberOf({}, 'constructor')).toBeUndefined()
})
