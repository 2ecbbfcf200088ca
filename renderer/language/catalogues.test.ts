import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import dashboard from './de-dashboard.json' with { type: 'json' }
import tray from './de-tray.json' with { type: 'json' }
import plurals from './plurals.json' with { type: 'json' }

const CALL = /\b(?:t\(|i18nKey=)\s*(['"])((?:\\.|(?!\1).)*)\1/g
const FORM = /_(?:one|other)$/

/** All texts used by modules in a folder, without duplicates. */
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
  it('has every text of the tray in the tray’s own file, which loads no other', () => {
    const shown = ['tray', 'status', 'ui'].flatMap((folder) => [...textsIn(join(renderer, folder))])
    const known: Record<string, string> = tray
    expect(shown.filter((text) => (known[text] ?? known[`${text}_other`]) === undefined)).toEqual([])
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
    // Singular forms such as "One request" may omit the number.
    expect(different.filter(([key]) => !key.endsWith('_one'))).toEqual([])
  })
})

/** Texts that end in a colon, with the module that appends a value directly. */
const CONTINUED: Readonly<Record<string, string>> = {
  'To start it again, run this in a terminal:': 'dashboard/settings/shutdown-dialog.tsx',
  'Connecting makes this change:': 'dashboard/connect/preview-diff.tsx',
  'Connecting changes nothing:': 'dashboard/connect/preview-diff.tsx',
  'Connecting creates this file:': 'dashboard/connect/preview-diff.tsx',
  'Connecting removes this file:': 'dashboard/connect/preview-diff.tsx',
  'Disconnecting makes this change:': 'dashboard/connect/preview-diff.tsx',
  'Disconnecting changes nothing:': 'dashboard/connect/preview-diff.tsx',
  'Disconnecting creates this file:': 'dashboard/connect/preview-diff.tsx',
  'Disconnecting removes this file:': 'dashboard/connect/preview-diff.tsx',
  'Done: ': 'dashboard/setup/checklist.tsx',
  'Error:': 'dashboard/connect/doctor-panel.tsx',
  'Failed:': 'dashboard/settings/self-test-part.tsx',
  'Not restored because it changed in the meantime:': 'dashboard/connect/switch-panel.tsx',
  'Will be imported:': 'dashboard/routing/import-panel.tsx',
  'Not needed with an API key. Otherwise run this in a terminal:': 'dashboard/setup/to-setup-steps.ts',
  'Note:': 'dashboard/connect/doctor-panel.tsx',
  'Rejected with {{status}}:': 'dashboard/routing/test-bench.tsx',
  'Route {{name}}:': 'dashboard/routing/import-panel.tsx',
  'Run this in a terminal, or ask Claude Code anything:': 'dashboard/setup/to-setup-steps.ts',
  'Run this, then start Claude Code in that terminal:': 'tray/connect-hint.tsx',
  'Start it from the tray, or run this in a terminal:': 'dashboard/setup/to-setup-steps.ts',
  'Imported:': 'dashboard/routing/import-panel.tsx',
  'To do: ': 'dashboard/setup/checklist.tsx',
  'Warning:': 'dashboard/connect/doctor-panel.tsx',
  'added: ': 'ui/diff-lines.tsx',
  'removed: ': 'ui/diff-lines.tsx',
  'Removing comments and connecting makes these changes:': 'dashboard/connect/preview-diff.tsx',
  'The file changed after Signalbox removed its comments. A copy with the comments:':
    'dashboard/connect/switch-panel.tsx',
}

describe('a text that ends in a colon', () => {
  const ends = (text: string) => /:\s*$/.test(text)

  it('is followed by its thing: each is known with the module that does so', () => {
    expect([...textsIn(renderer)].filter(ends).toSorted()).toEqual(Object.keys(CONTINUED).toSorted())
    for (const [text, file] of Object.entries(CONTINUED))
      expect([file, readFileSync(join(renderer, file), 'utf8').includes(text)]).toEqual([file, true])
  })
  it('ends so in German, too, and no other does', () => {
    expect(Object.entries(german).filter(([key, text]) => ends(key) !== ends(text))).toEqual([])
  })
})

describe('a moment, which reads "7 m ago", "in 2 h" or "18 Nov, 14:02"', () => {
  it('never follows a word that asks for a point in time', () => {
    const texts = [...textsIn(renderer), ...Object.values(german)]
    expect(texts.filter((text) => text.includes('{{moment}}')).length).toBeGreaterThan(20)
    expect(
      texts.filter((text) =>
        /\b(since|as of|until|till|from|at|seit|ab|bis|um|am|von|vor|in)\s+\{\{moment\}\}/i.test(text),
      ),
    ).toEqual([])
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
