import { describe, expect, it } from 'vitest'
import { FINDINGS_DE } from './de.ts'
import { FINDINGS_EN, type FindingCode, type Message } from './en.ts'
import { finding, sayFinding, stateWord } from './say-verdict.ts'

const texts = (message: Message) => (typeof message === 'string' ? [message] : [message.one, message.other])
const holes = (message: Message) =>
  [...new Set(texts(message).flatMap((text) => text.match(/\{\w+\}/g) ?? []))].toSorted()
const codes = Object.keys(FINDINGS_EN).filter((code): code is FindingCode => code in FINDINGS_DE)

describe('the sentences of a verdict', () => {
  it('exist in German for each code, with the same holes', () => {
    expect(Object.keys(FINDINGS_DE).toSorted()).toEqual(Object.keys(FINDINGS_EN).toSorted())
    for (const code of codes)
      expect([code, holes(FINDINGS_DE[code])]).toEqual([code, holes(FINDINGS_EN[code])])
  })

  it('stand alone: none ends in a colon, unless a value follows', () => {
    for (const text of codes.flatMap((code) => [...texts(FINDINGS_EN[code]), ...texts(FINDINGS_DE[code])]))
      expect(text).toMatch(/([.?…!]|\{(reason|cause|output)\})$/)
  })

  it('are chosen by count and filled in', () => {
    const one = finding('upstream_overloaded', { host: 'api.anthropic.com', count: 1 })
    expect(one.sentence).toBe('api.anthropic.com is overloaded (529). 1 request failed in the last minute.')
    expect(sayFinding({ ...one, params: { ...one.params, count: 3 } }, 'de')).toBe(
      'api.anthropic.com ist überlastet (529). 3 Anfragen sind in der letzten Minute fehlgeschlagen.',
    )
  })

  it('fall back to the sentence that came with a code of a newer version', () => {
    expect(sayFinding({ code: 'from_the_future', params: {}, sentence: 'As told.' }, 'de')).toBe('As told.')
  })

  it('leave values alone that look like holes', () => {
    expect(finding('start_failed', { reason: '{port} $& {reason}' }).sentence).toBe(
      'Signalbox couldn’t start: {port} $& {reason}',
    )
  })

  it('name each state', () => {
    expect([stateWord('not_running', 'en'), stateWord('warning', 'de')]).toEqual(['Not running', 'Warnung'])
  })
})
