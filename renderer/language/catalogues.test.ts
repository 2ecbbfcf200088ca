import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import dashboard from './de-dashboard.json' with { type: 'json' }
import tray from './de-tray.json' with { type: 'json' }
import plurals from './plurals.json' with { type: 'json' }

const CALL = /\b(?:t\(|i18nKey=)\s*(['"])((?:\\.|(?!\1).)*)\1/g
const FORM = /_(?:one|other)$/

/** The texts that modules under a folder say, each once. */
function textsIn(folder: string): Set<string> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
    .filter((name) => !name.startsWith('language'))
  const texts = files.flatMap((name) => [...readFileSync(join(folder, name), 'utf8').matchAll(CALL)])
  return new Set(texts.map(([, quote, text = '']) => text.replaceAll(`\\${quote}`, quote ?? '')))
}

const renderer = join(import.meta.dirname, '..')
const german: Record<string, string> = { ...tray, ...dashboard }
const holes = (text: string) =>
  [...text.matchAll(/\{\{(\w+)[^}]*\}\}|<\/?\w+\/?>/g)].map(([hole]) => hole).toSorted()

describe('the German texts', () => {
  const said = [...textsIn(renderer)]
  it('has every text that the pages say, counted ones in both forms', () => {
    const counted = new Set(Object.keys(plurals).map((key) => key.replace(FORM, '')))
    const needed = said.flatMap((text) => (counted.has(text) ? [`${text}_one`, `${text}_other`] : [text]))
    expect(needed.filter((text) => german[text] === undefined)).toEqual([])
  })
  it('has nothing that no page says', () => {
    const known = new Set(said)
    expect(Object.keys(german).filter((key) => !known.has(key) && !known.has(key.replace(FORM, '')))).toEqual(
      [],
    )
  })
  it('fills in the same values as the English ones', () => {
    const different = Object.entries(german).filter(
      ([key, text]) => holes(key.replace(FORM, '')).join() !== holes(text).join(),
    )
    // "One request" needs no number.
    expect(different.filter(([key]) => !key.endsWith('_one'))).toEqual([])
  })
})

describe('the counted English texts', () => {
  it('are said, in both forms', () => {
    const said = textsIn(renderer)
    for (const key of Object.keys(plurals)) {
      expect(key).toMatch(FORM)
      expect(said).toContain(key.replace(FORM, ''))
    }
  })
})
