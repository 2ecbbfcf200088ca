import { describe, expect, it } from 'vitest'
import type { HeaderRule } from '../../shared/live-settings.ts'
import { compileHeaderRules } from './header-rules.ts'

const block = (header: string): HeaderRule => ({ header, action: 'block', enabled: true })
const set = (header: string, value: string): HeaderRule => ({ header, action: 'set', value, enabled: true })
const replace = (header: string, find: string, value: string): HeaderRule => ({
  header,
  action: 'replace',
  find,
  value,
  enabled: true,
})
const apply = (rules: HeaderRule[], headers: string[]) => compileHeaderRules(rules).apply(headers)

describe('block', () => {
  it('takes every value of a header away, whatever its case', () => {
    expect(apply([block('X-a')], ['x-A', '1', 'X-B', '2', 'X-a', '3'])).toEqual(['X-B', '2'])
  })

  it('gives the same array where there is no such header', () => {
    const headers = ['X-B', '2']
    expect(apply([block('x-a')], headers)).toBe(headers)
  })
})

describe('set', () => {
  it('puts one value in the place of the first and spells the header as it was', () => {
    expect(apply([set('x-a', '9')], ['X-A', '1', 'b', '2', 'x-a', '3'])).toEqual(['X-A', '9', 'b', '2'])
  })

  it('adds a header that is not there, empty or not', () => {
    expect(apply([set('X-New', ''), set('x-other', '1')], ['b', '2'])).toEqual([
      'b',
      '2',
      'X-New',
      '',
      'x-other',
      '1',
    ])
  })
})

describe('replace', () => {
  it.each([
    ['a.b.a', '.', '', 'aba'],
    ['$1 a', 'a', '$&', '$1 $&'],
    ['aaaa', 'aa', 'b', 'bb'],
    ['AbC', 'b', 'x', 'AxC'],
    ['Abc', 'B', 'x', 'Abc'],
    ['a', 'a', 'aa', 'aa'],
  ])('in %j replaces the exact text %j with %j', (before, find, value, after) => {
    expect(apply([replace('h', find, value)], ['h', before])).toEqual(['h', after])
  })

  it.each([
    ['a, X, b', 'a, b'],
    ['a,X,b', 'a,b'],
    ['X, a', 'a'],
    ['a, X', 'a'],
    ['X,X, a ,X', 'a'],
    ['a, X-tail, b', 'a, -tail, b'],
    ['a,, X, b', 'a,, b'],
    ['one X two', 'one  two'],
  ])('takes an entry out of the list %j with its comma', (before, after) => {
    expect(apply([replace('anthropic-beta', 'X', '')], ['anthropic-beta', before])).toEqual([
      'anthropic-beta',
      after,
    ])
  })

  it('leaves the commas alone where they are part of what is looked for', () => {
    expect(apply([replace('h', ', X', '')], ['h', 'a, X, b'])).toEqual(['h', 'a, b'])
  })

  it('takes a header away of which nothing is left, and leaves the others of its name', () => {
    expect(apply([replace('h', 'X', '')], ['h', 'X', 'H', 'X, X', 'h', 'a'])).toEqual(['h', 'a'])
    expect(apply([replace('h', 'X', ' ')], ['h', 'X'])).toEqual([])
  })

  it('does nothing where nothing is looked for, or the header is absent', () => {
    const headers = ['h', 'abc']
    expect(apply([replace('h', '', 'x'), replace('g', 'a', 'x')], headers)).toBe(headers)
  })

  it('stops before a value grows out of hand', () => {
    const long = 'a'.repeat(8_000)
    expect(apply([replace('h', 'a', 'aa')], ['h', long])).toEqual(['h', long])
    expect(apply([replace('h', 'a', '')], ['h', `b${long}${long}`])).toEqual(['h', 'b'])
  })
})

it('applies rules in their order, each to what the one before left, and passes over those that are off', () => {
  const rules = [
    set('x', 'a'),
    { ...block('x'), enabled: false },
    replace('x', 'a', 'b'),
    set('y', '1'),
    block('y'),
  ]
  expect(apply(rules, ['x', '0'])).toEqual(['x', 'b'])
})

it('passes over rules that no request could be sent with', () => {
  const rules = [
    set('Host', 'evil'),
    set('content-length', '0'),
    set('x-bad', 'a\r\nX: b'),
    set('x-bad', 'a\u010d\u010ab'),
    set('', 'v'),
    { header: 'x-none', action: 'set', enabled: true } as const,
    set('x-good', '1'),
  ]
  expect(apply(rules, ['host', 'h'])).toEqual(['host', 'h', 'x-good', '1'])
})

it('explains what each rule did', () => {
  const rules = [block('none'), { ...set('off', '1'), enabled: false }, set('a', '2'), replace('a', '2', '')]
  expect(compileHeaderRules(rules).explain(['A', '1', 'a', '3', 'b', '4'])).toEqual({
    headers: ['b', '4'],
    effects: [
      { index: 0, before: [], after: [] },
      { index: 2, before: ['1', '3'], after: ['2'] },
      { index: 3, before: ['2'], after: [] },
    ],
  })
})

describe('the most and the worst that settings may hold', () => {
  it.each([
    ['200 rules over 20 headers', 20, 'a,'.repeat(2_000)],
    ['200 rules over 1 MB', 1, 'a'.repeat(1_000_000)],
  ])('is done at once: %s', (_title, count, value) => {
    const rules = Array.from({ length: 200 }, (_, i) =>
      replace('h', 'aa'.slice(i % 2), 'aa'.slice(1 - (i % 2))),
    )
    const startedAt = performance.now()
    const result = apply(rules, Array.from({ length: count }, () => ['h', value]).flat())
    expect(
      result.filter((_, i) => i % 2 === 1).every((one) => one.length <= Math.max(value.length, 8_192)),
    ).toBe(true)
    expect(performance.now() - startedAt).toBeLessThan(5_000)
  })
})
