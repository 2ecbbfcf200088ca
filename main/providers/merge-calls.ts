import { type CallProgress, followCall } from './call-progress.ts'
import { parseChunk, readPiece, writePiece } from './read-call-chunk.ts'

/*
 * OpenRouter's library parses a call's whole input again with each piece of it: a quarter of a megabyte in pieces of
 * four characters would hold the main thread for a quarter of a minute. So pieces are put together before it sees
 * them, and each time a twentieth of what has gone before, or more: every character is then parsed some twenty times
 * at most. The piece that may make a call whole is passed on at once, because that is when the library ends the call.
 */

/** What is gathered at least. In characters. */
const MIN_GATHERED = 1024
/** Of what the library has already. */
const SHARE = 1 / 20
/** Calls that are told apart; the pieces of others pass as they are. No answer has so many. */
const MAX_CALLS = 1024

/** Puts pieces of calls together in the chunks of one stream of OpenAI's format. */
export interface CallMerger {
  /** Takes the data of the next event; returns those that pass now, in order. */
  push: (data: string) => string[]
  /** What has been gathered. */
  flush: () => string[]
  isHolding: () => boolean
}

interface Call {
  progress: CallProgress
  /** What the library has. In characters. */
  passed: number
  /** The library tells of a call when it gets the second piece. */
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
  /** The calls that hold something, in the order in which they began to. */
  const holding = new Set<number>()
  /** Where pieces without an index belong. */
  let highest = -1
  /** What the latest chunk said of the answer as a whole. */
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

  /** Takes note of pieces that pass as they are: calls begin with such. */
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
