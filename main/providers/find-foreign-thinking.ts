import { parseJson } from '../base/json/parse-json.ts'
import { scanElements } from '../base/json/scan-array.ts'
import { scanMembers, type Span } from '../base/json/scan-top-level.ts'
import {
  createProgress,
  PART_BYTES,
  type Progress,
  runAtOnce,
  type WorkInParts,
} from '../base/work-in-parts.ts'
import { openSignature, SIGNATURE_MARK } from './signature.ts'

/**
 * Ends of `"signalbox.1.`, `"signature":""` and `"signature": ""`. Such short patterns are found by their first byte,
 * several times faster than longer ones; false matches are sorted out later. A text of that byte takes 4 ns a byte.
 */
const SIGNS = [SIGNATURE_MARK.slice(-4), 'ure":""', 're": ""'].map((text) => Buffer.from(text))
const LONGEST_SIGN = Math.max(...SIGNS.map(({ length }) => length))

/** Signatures contain encrypted reasoning. In bytes. */
const MAX_SIGNATURE_BYTES = 1024 * 1024

/**
 * Finds the thinking of other providers in a request for Anthropic, which rejects the whole conversation for a foreign
 * signature. A message that contains only such thinking is removed as well: an empty one would be rejected.
 *
 * @returns the parts to remove, in order; usually none
 */
export function* findForeignThinking(json: Buffer): WorkInParts<readonly Span[]> {
  if (!(yield* hasSign(json))) return []
  const messages = (yield* scanMembers(json, ['messages']))?.get('messages')
  const elements = messages && (yield* scanElements(json, messages.start))
  if (messages === undefined || elements === undefined) return []
  const inside: Span[] = []
  const whole = new Set<Span>()
  const progress = createProgress(messages.start)
  for (const message of elements) {
    if (message.end > progress.until) yield* pause(progress, message.end)
    const bytes = json.subarray(message.start, message.end)
    if (!(yield* hasSign(bytes))) continue
    const { blocks, foreign } = yield* findForeignBlocks(bytes)
    if (foreign.size > 0 && foreign.size === blocks.length) whole.add(message)
    else inside.push(...toRemove(blocks, foreign).map((span) => shift(span, message.start)))
  }
  return [...inside, ...toRemove(elements, whole)].toSorted((a, b) => a.start - b.start)
}

/** A copy without these parts. */
export function cutSpans(json: Buffer, spans: readonly Span[]): Buffer {
  const starts = [0, ...spans.map(({ end }) => end)]
  return Buffer.concat(starts.map((start, at) => json.subarray(start, spans[at]?.start)))
}

function* hasSign(json: Buffer): WorkInParts<boolean> {
  for (let start = 0; start < json.length; start += PART_BYTES) {
    if (start > 0) yield
    const part = json.subarray(start, start + PART_BYTES + LONGEST_SIGN)
    if (SIGNS.some((sign) => part.includes(sign))) return true
  }
  return false
}

function* findForeignBlocks(
  message: Buffer,
): WorkInParts<{ blocks: readonly Span[]; foreign: ReadonlySet<Span> }> {
  const content = (yield* scanMembers(message, ['content']))?.get('content')
  const blocks = (content && (yield* scanElements(message, content.start))) ?? []
  const foreign = new Set<Span>()
  const progress = createProgress(content?.start)
  for (const block of blocks) {
    if (block.end > progress.until) yield* pause(progress, block.end)
    if (isForeign(message, block)) foreign.add(block)
  }
  return { blocks, foreign }
}

function* pause(progress: Progress, at: number): WorkInParts<void> {
  progress.until = at + progress.part
  yield
}

function isForeign(message: Buffer, { start, end }: Span): boolean {
  const block = message.subarray(start, end)
  const members = runAtOnce(scanMembers(block, ['type', 'signature']))
  if (readText(block, members?.get('type')) !== 'thinking') return false
  const signature = readText(block, members?.get('signature'))
  return signature === '' || (signature !== undefined && openSignature(signature) !== undefined)
}

function readText(json: Buffer, span: Span | undefined): string | undefined {
  if (span === undefined || span.end - span.start > MAX_SIGNATURE_BYTES) return undefined
  const value = parseJson(json.toString('utf8', span.start, span.end))
  return typeof value === 'string' ? value : undefined
}

/** Spans of the removed elements of an array, each with the comma that separated it from the others. */
function toRemove(elements: readonly Span[], removed: ReadonlySet<Span>): Span[] {
  const spans: Span[] = []
  let hasKept = false
  for (const [at, element] of elements.entries()) {
    if (!removed.has(element)) hasKept = true
    else if (hasKept) spans.push({ start: elements[at - 1]?.end ?? element.start, end: element.end })
    else spans.push({ start: element.start, end: elements[at + 1]?.start ?? element.end })
  }
  return spans
}

function shift({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by }
}
