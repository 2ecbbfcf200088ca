import { expect, test } from 'vitest'
import { clip } from './clip.ts'

test('a short text stays whole', () => {
  expect(clip('a\nb', { lines: 2, characters: 10 })).toBe('a\nb')
})

test('lines and characters both end it', () => {
  expect(clip('a\nb\nc', { lines: 2, characters: 10 })).toBe('a\nb')
  expect(clip('abcdef', { lines: 2, characters: 3 })).toBe('abc')
})

test('a character is never cut in half', () => {
  expect(clip('ab😀', { lines: 1, characters: 3 })).toBe('ab')
})
