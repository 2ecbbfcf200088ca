import { expect, test } from 'vitest'
import { type Entry, rankEntries } from './rank-entries.ts'

const ENTRIES: Entry[] = [
  entry('Overview', 'state, limits'),
  entry('Requests', 'log, search'),
  entry('Header rules', 'change headers'),
  entry('Drain', 'let requests finish'),
]

test('without a query, all entries keep their order', () => {
  expect(names('  ')).toEqual(['Overview', 'Requests', 'Header rules', 'Drain'])
})

test('the start of the label goes before the start of a later word, and that before other words', () => {
  expect(names('re').slice(0, 2)).toEqual(['Requests', 'Drain'])
  expect(names('rules')).toEqual(['Header rules'])
  expect(names('req')).toEqual(['Requests', 'Drain'])
})

test('letters in their order find a label', () => {
  expect(names('ovw')).toEqual(['Overview'])
  expect(names('zzz')).toEqual([])
})

test('capitals do not matter', () => {
  expect(names('DRAIN')).toEqual(['Drain'])
})

function names(query: string): string[] {
  return rankEntries(query, ENTRIES).map(({ label }) => label)
}

function entry(label: string, words: string): Entry {
  return { id: label, group: 'x', label, words, run: () => undefined }
}
