import { describe, expect, it } from 'vitest'
import { chooseLanguage } from './choose-language.ts'

describe('chooseLanguage', () => {
  it('takes what the user chose', () => {
    expect(chooseLanguage('de', ['en-GB'])).toBe('de')
    expect(chooseLanguage('en', ['de'])).toBe('en')
  })
  it('follows the system otherwise, in the order that it prefers', () => {
    for (const choice of [null, 'system']) {
      expect(chooseLanguage(choice, ['de-AT', 'en'])).toBe('de')
      expect(chooseLanguage(choice, ['fr', 'de'])).toBe('de')
    }
  })
  it('speaks English where it knows none of them', () => {
    expect(chooseLanguage(null, ['fr', 'toString'])).toBe('en')
    expect(chooseLanguage('klingon', [])).toBe('en')
  })
})
