import type { Patch } from '../base/json/apply-patches.ts'
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
import { openSignature, SEARCH_ID_MARK, SIGNATURE_MARK } from './signature.ts'

/**
 * Ends of `"signalbox.1.`, `"srvtoolu_signalbox_1_`, `"signature":""` and `"signature": ""`. Such short patterns are
 * found by their first byte, several times faster than longer ones; false matches are sorted out later. A text of that
 * byte takes 4 ns a byte.
 */
const SIGNS = [SIGNATURE_MARK.slice(-4), SEARCH_ID_MARK.slice(-4), 'ure":""', 're": ""'].map((text) =>
  Buffer.from(text),
)
const LONGEST_SIGN = Math.max(...SIGNS.map(({ length }) => length))

/** Signatures contain encrypted reasoning. In bytes. */
const MAX_SIGNATURE_BYTES = 1024 * 1024

/**
 * Finds the thinking and the searches of other providers in a request for Anthropic, which rejects the whole
 * conversation for a foreign signature or search result. A message that contains only such thinking is removed as well:
 * an empty one would be rejected. Behind a system message it keeps its place, because the API accepts those only before
 * an assistant message (https://github.com/anthropics/claude-code/issues/73821). Nothing depends on later messages: what
 * Anthropic has signed stays bound to the same conversation in every later request.
 *
 * @returns the changes that remove it, in order; usually none
 */
export function* findForeignThinking(json: Buffer): WorkInParts<readonly Patch[]> {
  if (!(yield* hasSign(json))) return []
  const messages = (yield* scanMembers(json, ['messages']))?.get('messages')
  const elements = messages && (yield* scanElements(json, messages.start))
  if (messages === undefined || elements === undefined) return []
  const inside: Span[] = []
  const emptied: Span[] = []
  const whole = new Set<Span>()
  const progress = createProgress(messages.start)
  for (const [at, message] of elements.entries()) {
    if (message.end > progress.until) yield* pause(progress, message.end)
    const bytes = json.subarray(message.start, message.end)
    if (!(yield* hasSign(bytes))) continue
    const { blocks, foreign } = yield* findForeignBlocks(bytes)
    const isWhole = foreign.size > 0 && foreign.size === blocks.length
    if (isWhole && (yield* isSystem(json, elements[at - 1])))
      emptied.push(shift(around(blocks), message.start))
    else if (isWhole) whole.add(message)
    else inside.push(...toRemove(blocks, foreign).map((span) => shift(span, message.start)))
  }
  const removed = [...inside, ...toRemove(elements, whole)].map((span) => ({ span, bytes: NOTHING }))
  const replaced = emptied.map((span) => ({ span, bytes: PLACEHOLDER }))
  return [...removed, ...replaced].toSorted((a, b) => a.span.start - b.span.start)
}

const NOTHING = Buffer.alloc(0)
const PLACEHOLDER = Buffer.from('{"type":"text","text":"[thinking left out]"}')

function* isSystem(json: Buffer, message: Span | undefined): WorkInParts<boolean> {
  if (message === undefined) return false
  const bytes = json.subarray(message.start, message.end)
  return readText(bytes, (yield* scanMembers(bytes, ['role']))?.get('role')) === 'system'
}

function around(blocks: readonly Span[]): Span {
  return { start: blocks.at(0)?.start ?? 0, end: blocks.at(-1)?.end ?? 0 }
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
  const members = runAtOnce(scanMembers(block, ['type', 'signature', 'id', 'tool_use_id']))
  const read = (name: string) => readText(block, members?.get(name))
  const type = read('type')
  if (type === 'server_tool_use') return read('id')?.startsWith(SEARCH_ID_MARK) === true
  if (type === 'web_search_tool_result') return read('tool_use_id')?.startsWith(SEARCH_ID_MARK) === true
  const signature = type === 'thinking' ? read('signature') : undefined
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
