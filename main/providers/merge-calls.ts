import { type CallProgress, followCall } from './call-progress.ts'
import { parseChunk, readPiece, writePiece } from './read-call-chunk.ts'

/*
 * OpenRouter's library parses the whole input of a tool call again with each piece: 256 kB in pieces of four characters
 * would block the main thread for about 15 seconds. So pieces are merged before the library sees them, each time at
 * least a twentieth of what was passed before: every character is then parsed about twenty times at most. A piece that
 * may complete a call is passed on at once, because that is when the library ends the call.
 */

/** Minimum number of characters to buffer. */
const MIN_GATHERED = 1024
/** Minimum share of the characters already passed on. */
const SHARE = 1 / 20
/** Maximum number of calls to track; pieces of further calls pass unchanged. No real response has so many. */
const MAX_CALLS = 1024

/** Merges pieces of tool calls in the chunks of one stream in OpenAI's format. */
export interface CallMerger {
  /** Takes the data of the next event; returns the events to pass on now, in order. */
  push: (data: string) => string[]
  /** Returns the buffered pieces. */
  flush: () => string[]
  isHolding: () => boolean
}

interface Call {
  progress: CallProgress
  /** Characters already passed to the library. */
  passed: number
  /** True after the second piece, at which the library reports the call. */
  isTold: boolean
  held: string[]
  heldLength: number
}

/** One piece of a call that has begun. */
interface Piece {
  index: number
  text: string
}

export function createCallMerger(): CallMerger {
  const calls = new Map<number, Call>()
  /** Calls with buffered pieces, in the order in which buffering began. */
  const holding = new Set<number>()
  /** The call that pieces without an index belong to. */
  let highest = -1
  /** `origin` of the latest chunk with tool calls. */
  let origin = ''

  function release(index: number): string[] {
    const call = calls.get(index)
    if (call === undefined || !holding.delete(index)) return []
    const text = call.held.join('')
    Object.assign(call, { passed: call.passed + text.length, held: [], heldLength: 0 })
    return [writePiece({ index, text })]
  }
  const flush = () => [...holding].flatMap(release)

  function gather({ index, text }: Piece): string[] {
    const call = calls.get(index)
    if (call === undefined) return []
    call.held.push(text)
    call.heldLength += text.length
    holding.add(index)
    const isFirst = !call.isTold
    call.isTold = true
    const mayBeWhole = call.progress.add(text)
    return isFirst || mayBeWhole || call.heldLength >= Math.max(MIN_GATHERED, call.passed * SHARE)
      ? release(index)
      : []
  }

  /** Records pieces that pass unchanged, such as the first of each call. */
  function note(pieces: readonly (Piece | undefined)[]): void {
    for (const piece of pieces) {
      if (piece === undefined) continue
      highest = Math.max(highest, piece.index)
      let call = calls.get(piece.index)
      if (call === undefined && calls.size >= MAX_CALLS) continue
      call ??= { progress: followCall(), passed: 0, isTold: false, held: [], heldLength: 0 }
      call.progress.add(piece.text)
      call.passed += piece.text.length
      calls.set(piece.index, call)
    }
  }

  return {
    push(data) {
      if (holding.size === 0 && !data.includes('"tool_calls"')) return [data]
      const chunk = parseChunk(data)
      if (chunk === undefined) return [...flush(), data]
      const { entries } = chunk
      if (entries.length === 0) return [data]
      const pieces = entries.map((entry) => readPiece(entry, highest))
      const known = pieces.filter((piece) => piece !== undefined && calls.has(piece.index))
      const isNews = !chunk.isBare || chunk.origin !== origin
      origin = chunk.origin
      if (known.length === entries.length) {
        return [
          ...(isNews ? [chunk.withoutCalls()] : []),
          ...known.flatMap((piece) => (piece ? gather(piece) : [])),
        ]
      }
      const before = flush()
      note(pieces)
      return [...before, data]
    },
    flush,
    isHolding: () => holding.size > 0,
  }
}
