import { expect, test } from 'vitest'
import { isCostlyMarkdown } from './is-costly-markdown.ts'

const LENGTH = 60_000
const filled = (unit: string) => unit.repeat(Math.ceil(LENGTH / unit.length)).slice(0, LENGTH)

test.each(['*a', '_a*', '*a_', '[*', '*[', 'a~', '[a][', '![', '`a``', '<a '])(
  'of %j there are too many marks in one paragraph',
  (unit) => expect(isCostlyMarkdown(filled(unit))).toBe(true),
)

test.each(['>', '> ', '- ', '1. ', '* + - ', '> 1) '])('%j is nested too deeply', (unit) => {
  expect(isCostlyMarkdown(unit.repeat(31))).toBe(true)
  expect(isCostlyMarkdown(`a\n\n${unit.repeat(31)}`)).toBe(true)
})

test.each([
  ['a long text', filled('Some **bold** words with `code` and a [link](https://example.com).\n\n')],
  ['a long list', filled('- **One**: takes `a` and `b`, see [there](https://example.com)\n')],
  ['a big table', `| a | b | c | d |\n|---|---|---|---|\n${'| 1 | 2 | 3 | 4 |\n'.repeat(300)}`],
  ['a nested list', '- a\n  - b\n    - c\n      > 1. d\n'],
  ['a rule', '-'.repeat(500)],
  ['plain words', filled('word ')],
  ['nothing', ''],
])('%s is formatted', (_name, text) => expect(isCostlyMarkdown(text)).toBe(false))

test.each(['*', '>', '- ', '1. ', ' ', '\n', '\r', ' \n', '1', '.', '\t', '9 ', '> \n', '-\n'])(
  'looks at %j in linear time',
  (unit) => {
    const before = performance.now()
    isCostlyMarkdown(unit.repeat(1_000_000))
    // In ms; quadratic time would take minutes.
    expect(performance.now() - before).toBeLessThan(5_000)
  },
)
