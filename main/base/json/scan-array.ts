import { createProgress, runAtOnce, type WorkInParts } from '../work-in-parts.ts'
import type { Span } from './scan-top-level.ts'
import { skipSpaceInParts, skipValueInParts } from './skip-json.ts'

const COMMA = 0x2c
const OPEN_BRACKET = 0x5b
const CLOSE_BRACKET = 0x5d

/** No request has more tools, system blocks or messages. Elements beyond this are neither read nor checked. */
const MAX_ELEMENTS = 10_000

/** The elements of the array that begins at an offset; undefined if there is no array or it does not end. */
export function scanArray(json: Buffer, start: number): Span[] | undefined {
  return runAtOnce(scanElements(json, start))
}

/** `scanArray` with pauses, for long arrays. */
export function* scanElements(json: Buffer, start: number): WorkInParts<Span[] | undefined> {
  if (json[start] !== OPEN_BRACKET) return undefined
  const elements: Span[] = []
  const progress = createProgress(start)
  let at = yield* skipSpaceInParts(json, start + 1, progress)
  if (json[at] === CLOSE_BRACKET) return elements
  for (;;) {
    const end = yield* skipValueInParts(json, at, progress)
    if (end === -1) return undefined
    elements.push({ start: at, end })
    if (elements.length === MAX_ELEMENTS) return elements
    at = yield* skipSpaceInParts(json, end, progress)
    if (json[at] === CLOSE_BRACKET) return elements
    if (json[at] !== COMMA) return undefined
    at = yield* skipSpaceInParts(json, at + 1, progress)
  }
}
