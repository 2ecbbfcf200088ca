import { describe, expect, it } from 'vitest'
import type { Message } from './en.ts'
import { type SentenceCode, SENTENCES } from './sentences.ts'

const { en, de } = SENTENCES
const codes = Object.keys(en).filter((code): code is SentenceCode => Object.hasOwn(de, code))
const texts = (message: Message) => (typeof message === 'string' ? [message] : [message.one, message.other])
const holes = (message: Message) =>
  [...new Set(texts(message).flatMap((text) => text.match(/\{[^}]*\}/g) ?? []))].toSorted()

describe('the sentences by code', () => {
  it('exist in both languages, with the same holes', () => {
    expect(codes.length).toBeGreaterThan(50)
    expect(Object.keys(de).toSorted()).toEqual(Object.keys(en).toSorted())
    for (const code of codes) expect([code, holes(de[code])]).toEqual([code, holes(en[code])])
  })

  it('have holes that can be filled', () => {
    for (const hole of codes.flatMap((code) => holes(en[code])))
      expect(hole).toMatch(/^\{\w{1,20}(, number)?\}$/)
  })

  it('use typographic apostrophes and quotation marks', () => {
    const straight = (code: SentenceCode) =>
      [en[code], de[code]].flatMap(texts).filter((text) => /['"]/.test(text))
    expect(codes.flatMap(straight)).toEqual([])
  })

  it('call a request “Anfrage” in German', () => {
    expect(codes.flatMap((code) => texts(de[code])).filter((text) => /\bRequests?\b/.test(text))).toEqual([])
  })
})
