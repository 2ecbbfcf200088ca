import { expect, it } from 'vitest'
import { splitAtWords, wordsOf } from './search-words.ts'

const marked = (text: string, search: string) =>
  splitAtWords(text, wordsOf(search))
    .map(([part, isMatch]) => (isMatch ? `[${part}]` : part))
    .join('')

it('marks the beginnings of words, in any case, wherever they are', () => {
  expect(marked('The Parser parses, but not sparsely', 'pars')).toBe(
    'The [Pars]er [pars]es, but not sparsely',
  )
  expect(marked('src/theme-dark.css', 'dark css')).toBe('src/theme-[dark].[css]')
  expect(marked('Größe', 'GRÖSSE größ')).toBe('[Größ]e')
})

it('changes no letter of a text, and marks nothing without words', () => {
  for (const [text, search] of [
    ['a.*b', '.*'],
    ['İstanbul', 'i'],
    ['aaa aaa', 'a aa'],
    ['', 'x'],
    ['text', ''],
  ] as const) {
    const parts = splitAtWords(text, wordsOf(search))
    expect(parts.map(([part]) => part).join('')).toBe(text)
  }
  expect(marked('nothing here', '  ')).toBe('nothing here')
})
