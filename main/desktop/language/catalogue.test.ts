import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createSpeech } from './create-speech.ts'
import german from './de.json' with { type: 'json' }
import plurals from './plurals.json' with { type: 'json' }

const CALL = /\bt\(\s*(['"])((?:\\.|(?!\1).)*)\1/g
const FORM = /_(?:one|other)$/
const holes = (text: string) => [...text.matchAll(/\{\{\w+\}\}/g)].map(([hole]) => hole).toSorted()

/** The shell's translatable texts, without duplicates. */
function said(): Set<string> {
  const desktop = join(import.meta.dirname, '..')
  const files = readdirSync(desktop, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .filter((name) => !name.startsWith('language'))
  const texts = files.flatMap((name) => [...readFileSync(join(desktop, name), 'utf8').matchAll(CALL)])
  return new Set(texts.map(([, , text = '']) => text.replaceAll("\\'", "'")))
}

describe('the German texts of menu, tooltip, notices and dialogs', () => {
  const counted = new Set(Object.keys(plurals).map((key) => key.replace(FORM, '')))
  const needed = [...said()].flatMap((text) =>
    counted.has(text) ? [`${text}_one`, `${text}_other`] : [text],
  )
  it('are exactly those that are said, counted ones in both forms', () => {
    expect(needed.length).toBeGreaterThan(30)
    expect(Object.keys(german).toSorted()).toEqual(needed.toSorted())
  })
  it('fill in the same values as the English ones', () => {
    const different = Object.entries(german).filter(
      ([key, text]) => holes(key.replace(FORM, '')).join() !== holes(text).join(),
    )
    expect(different).toEqual([])
  })
})

describe('createSpeech', () => {
  it('follows the choice of the moment, and the system where there is none', () => {
    let choice: 'system' | 'en' | 'de' = 'system'
    const speech = createSpeech({ choice: () => choice, preferred: ['de-AT', 'en'] })
    expect(speech().t('Drain')).toBe(german.Drain)
    choice = 'en'
    expect(speech().t('Drain')).toBe('Drain')
    expect(speech().t('{{count}} requests in flight', { count: 2 })).toBe('2 requests in flight')
    choice = 'de'
    expect(speech()).toMatchObject({ language: 'de', locale: 'de' })
    expect(speech().t('{{count}} requests in flight', { count: 1 })).toBe('1 Anfrage in Arbeit')
  })
})
