import fc from 'fast-check'
import { expect, it } from 'vitest'
import { runAtOnce } from '../work-in-parts.ts'
import { skipSpaceInParts, skipValue, skipValueInParts } from './skip-json.ts'

const anyJson = fc.oneof(
  fc.jsonValue({ stringUnit: 'binary', maxDepth: 4 }).map((value) => JSON.stringify(value)),
  fc.string({ unit: fc.constantFrom('"', '\\', '[', ']', '{', '}', ',', ' ', 'x', 'é'), maxLength: 80 }),
)

it('finds the end of a value wherever the scan pauses', () => {
  fc.assert(
    fc.property(anyJson, fc.integer({ min: 1, max: 9 }), (text, part) => {
      const json = Buffer.from(`${text} ,"next"`)
      expect(runAtOnce(skipValueInParts(json, 0, { until: part, part }))).toBe(skipValue(json, 0))
    }),
    { numRuns: 3_000 },
  )
})

it.each([
  ['one long string', `"${'x'.repeat(100)}"`, 0],
  // A search for the closing quote goes on to the next one in one go.
  ['escaped quotes', `"${'\\"'.repeat(500)}"`, 8],
  ['nested brackets', '['.repeat(500) + ']'.repeat(500), 9],
  ['short values', `[${'1,'.repeat(500)}1]`, 9],
])('pauses in %s', (_name, text, least) => {
  const scan = skipValueInParts(Buffer.from(text), 0, { until: 100, part: 100 })
  let pauses = 0
  while (scan.next().done !== true) pauses++
  expect(pauses).toBeGreaterThanOrEqual(least)
})

it('pauses in space', () => {
  const scan = skipSpaceInParts(Buffer.from(' '.repeat(500)), 0, { until: 100, part: 100 })
  expect([...scan]).toHaveLength(4)
})
