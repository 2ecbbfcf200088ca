import fc from 'fast-check'
import { createScanner, parse } from 'jsonc-parser'
import { describe, expect, it } from 'vitest'
import { settingsTexts, settingsValues } from '../testing/settings-texts.ts'
import type { Edits } from './edits.ts'
import { parseSettings } from './parse-settings.ts'
import { variableIn } from './settings-file.ts'
import { takeBackVariables } from './take-back-variables.ts'
import { type Variable, writeVariables } from './write-variables.ts'

/** Set `SIGNALBOX_FUZZ=10000` for the full run. */
const ROUNDS = Number(process.env['SIGNALBOX_FUZZ'] ?? 150)

// Shrinking values drawn by `fc.gen` takes too long, and the counterexamples are small anyway.
const RUNS = { numRuns: ROUNDS, endOnFailure: true }

const URL = 'http://127.0.0.1:3456'
const base: Variable = { name: 'ANTHROPIC_BASE_URL', value: URL, adopt: true }
const toolSearch: Variable = { name: 'ENABLE_TOOL_SEARCH', value: 'true' }
const wishes = fc.constantFrom([base], [base, toolSearch])

const path = '/home/me/.claude/settings.json'

function write(content: string | null, wanted: readonly Variable[], edits?: Edits) {
  return writeVariables({ path, content }, { wanted, edits })
}
function takeBack(content: string | null, edits: Edits) {
  return takeBackVariables({ path, content }, edits)
}

/** The settings as Claude Code would read them if it accepted comments. */
function meaning(content: string): { env?: Record<string, unknown> } {
  return (
    parse(content.replace(/^\uFEFF/, ''), [], { allowTrailingComma: true, allowEmptyContent: true }) ?? {}
  )
}

/** True when Claude Code, which accepts only strict JSON, can read the file. It also reads a blank file. */
function isStrict(content: string): boolean {
  const { root, ignoredAt } = settingsOf(content)
  return root === undefined || ignoredAt === undefined
}

function settingsOf(content: string) {
  const parsed = parseSettings(content)
  if (parsed.kind === 'broken') throw new Error(`${parsed.problem.code}: ${JSON.stringify(content)}`)
  return parsed.settings
}

describe('any settings file', () => {
  it('says what we wrote, and is byte for byte as it was when that is taken back', () => {
    let edited = 0
    fc.assert(
      fc.property(settingsTexts, wishes, (content, wanted) => {
        const written = write(content, wanted)
        const settings = settingsOf(written.content)
        for (const { name, value } of wanted) expect(variableIn(settings, name)).toBe(value)
        expect(isStrict(written.content) || !isStrict(content)).toBe(true)
        expect(takeBack(written.content, written.edits)).toEqual({ content, left: [] })
        edited++
      }),
      RUNS,
    )
    expect(edited).toBeGreaterThanOrEqual(ROUNDS)
  }, 600_000)

  it('only ever grows by our own members, or changes in our own values', () => {
    fc.assert(
      fc.property(settingsTexts, (content) => {
        const { content: after } = write(content, [base])
        if (settingsOf(content).root === undefined) return
        const head = commonStart(content, after)
        const tail = commonStart(reversed(content.slice(head)), reversed(after.slice(head)))
        const replaced = content.slice(head, content.length - tail)
        const put = after.slice(head, after.length - tail)
        // Replaced nothing, or a previous value of this variable.
        expect(replaced === '' || (meaning(content).env ?? {})[base.name] !== undefined).toBe(true)
        expect(put).not.toMatch(/\/\*|\/\/[^1]|permissions|FOO/)
      }),
      RUNS,
    )
  }, 600_000)

  it('moves to another port and back, with tool search on and off, and is still as it was at the end', () => {
    fc.assert(
      fc.property(
        settingsTexts,
        fc.array(fc.tuple(fc.nat(3), fc.boolean()), { maxLength: 5 }),
        (content, steps) => {
          let state = write(content, [base])
          for (const [port, search] of steps) {
            const moved = { ...base, value: `http://127.0.0.1:400${port}` }
            state = write(state.content, search ? [moved, toolSearch] : [moved], state.edits)
            expect(variableIn(settingsOf(state.content), base.name)).toBe(moved.value)
          }
          expect(takeBack(state.content, state.edits)).toEqual({ content, left: [] })
        },
      ),
      RUNS,
    )
  }, 600_000)
})

describe('edits by the user in between', () => {
  it('elsewhere in the file stay, and ours leaves no trace between them', () => {
    let applied = 0
    const pieces = fc.constantFrom(' ', '\n', '\t\t', '\r\n', '/* theirs */', ' // theirs\n', '\n\n')
    const splice = fc.record({ at: fc.nat(1000), ahead: fc.boolean(), piece: pieces })
    fc.assert(
      fc.property(settingsTexts, wishes, fc.array(splice, { maxLength: 6 }), (content, wanted, splices) => {
        const written = write(content, wanted)
        let [original, connected] = [content, written.content]
        for (const { at, ahead, piece } of splices) {
          const places = ahead ? placesAhead(original, connected) : placesBehind(original, connected)
          const place = places[at % Math.max(places.length, 1)]
          if (place === undefined) continue
          original = insert(original, ahead ? place : original.length - place, piece)
          connected = insert(connected, ahead ? place : connected.length - place, piece)
          applied++
        }
        expect(takeBack(connected, written.edits)).toEqual({ content: original, left: [] })
      }),
      RUNS,
    )
    expect(applied).toBeGreaterThan(ROUNDS / 2)
  }, 600_000)

  it('that rewrite the whole file, as Claude Code does, leave what they would have left without us', () => {
    const rewrites = [
      (value: unknown) => JSON.stringify(value, undefined, 2),
      (value: unknown) => `${JSON.stringify(value, undefined, '\t')}\n`,
      (value: unknown) => JSON.stringify(value),
    ]
    const change = fc.tuple(fc.constantFrom('zzz', 'permissions', 'hooks'), fc.jsonValue())
    fc.assert(
      fc.property(
        settingsValues,
        wishes,
        fc.constantFrom(...rewrites),
        fc.constantFrom(...rewrites),
        fc.array(change, { maxLength: 3 }),
        (value, wanted, first, second, changes) => {
          const edit = (content: string) =>
            second({ ...(JSON.parse(content) as object), ...Object.fromEntries(changes) })
          const content = first(value)
          const written = write(content, wanted)
          expect(takeBack(edit(written.content), written.edits)).toEqual({ content: edit(content), left: [] })
        },
      ),
      RUNS,
    )
  }, 600_000)

  it('right beside ours keep every character of theirs', () => {
    const additions = fc.constantFrom(
      (text: string, at: number) => insert(text, at, ' // mine\n'),
      (text: string, at: number) => insert(text, at, '/* mine */'),
    )
    let kept = 0
    fc.assert(
      fc.property(
        settingsTexts,
        wishes,
        fc.array(fc.tuple(fc.nat(4), additions), { maxLength: 4 }),
        (content, wanted, all) => {
          const written = write(content, wanted)
          let connected = written.content
          for (const [which, add] of all) {
            const place = boundaries(connected)[which]
            if (place !== undefined) connected = add(connected, place)
          }
          const { content: after, left } = takeBack(connected, written.edits)
          expect(left).toEqual([])
          expect(count(after, 'mine')).toBe(count(connected, 'mine'))
          const expected = meaning(content)
          const { env = {}, ...rest } = meaning(after ?? '')
          expect(rest).toEqual({ ...expected, env: undefined })
          expect(env).toEqual(expected.env ?? {})
          kept += count(after, 'mine')
        },
      ),
      RUNS,
    )
    expect(kept).toBeGreaterThan(ROUNDS / 2)
  }, 600_000)

  it('of our own values are left alone and named', () => {
    fc.assert(
      fc.property(settingsTexts, fc.webUrl(), (content, theirs) => {
        const written = write(content, [base, toolSearch])
        const edited = written.content.replace(JSON.stringify(URL), () => JSON.stringify(theirs))
        const { content: after, left } = takeBack(edited, written.edits)
        expect(left).toEqual([base.name])
        expect(meaning(after ?? '').env?.[base.name]).toBe(theirs)
        expect(meaning(after ?? '').env?.[toolSearch.name]).toEqual(meaning(content).env?.[toolSearch.name])
      }),
      RUNS,
    )
  }, 600_000)
})

function insert(text: string, at: number, piece: string): string {
  return text.slice(0, at) + piece + text.slice(at)
}

function commonStart(a: string, b: string): number {
  let at = 0
  while (at < a.length && a[at] === b[at]) at++
  return at
}

function reversed(text: string): string {
  return Array.from({ length: text.length }, (_, i) => text[text.length - 1 - i]).join('')
}

/** Number of tokens between a foreign edit and ours from which it no longer affects ours. */
const APART = 3

/** Offsets before our changes that allow white space or comments. */
function placesAhead(original: string, connected: string): number[] {
  const shared = commonStart(original, connected)
  return tokenStarts(connected)
    .filter((offset) => offset <= shared)
    .slice(0, -APART)
}

/** Offsets after our changes, counted from the end. */
function placesBehind(original: string, connected: string): number[] {
  const shared = commonStart(reversed(original), reversed(connected))
  return tokenStarts(connected)
    .map((offset) => connected.length - offset)
    .filter((fromEnd) => fromEnd <= shared)
    .slice(APART)
}

function tokenStarts(text: string): number[] {
  const scanner = createScanner(text, true)
  if (text.startsWith('\uFEFF')) scanner.setPosition(1)
  const starts: number[] = []
  while (scanner.scan() && scanner.getTokenLength() > 0) starts.push(scanner.getTokenOffset())
  return starts
}

/** Start and end offsets of our member and its neighbours. */
function boundaries(text: string): number[] {
  const at = text.lastIndexOf('"ANTHROPIC_BASE_URL"')
  const end = text.indexOf(JSON.stringify(URL), at) + JSON.stringify(URL).length
  const comma = /^[ \t\r\n]*,/.exec(text.slice(end))?.[0].length
  return [at, end, ...(comma === undefined ? [] : [end + comma])]
}

function count(text: string | null, word: string): number {
  return (text ?? '').split(word).length - 1
}
