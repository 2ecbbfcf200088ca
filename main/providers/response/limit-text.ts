/** End of a response's text, set by the client. */
export interface TextLimit {
  /** In tokens; undefined if the provider ends it. */
  maxTokens: number | undefined
  stopSequences: readonly string[]
}

export type Cut = { reason: 'max_tokens' } | { reason: 'stop_sequence'; sequence: string }

export interface TextLimiter {
  /**
   * Takes the next piece of a text.
   *
   * @returns the part that can be passed on. The rest is held back while it may be the beginning of a stop sequence.
   */
  take: (piece: string) => string
  /** Returns the text held back, because the text has ended without a stop sequence. */
  flush: () => string
  /** Set once the limit is reached; everything after it is dropped. */
  cut: () => Cut | undefined
}

/** More than any language needs on average (English: 4 to 5), so that no text within the limit is cut. */
const CHARS_PER_TOKEN = 6

/** Ends a text at the first stop sequence or at a number of tokens, however the text is split into pieces. */
export function createTextLimiter({ maxTokens = Infinity, stopSequences }: TextLimit): TextLimiter {
  const searches = stopSequences.map(createSearch)
  let held = ''
  /** In characters. */
  let room = maxTokens * CHARS_PER_TOKEN
  let cut: Cut | undefined

  function pass(text: string): string {
    if (text.length <= room) {
      room -= text.length
      return text
    }
    const kept = text.slice(0, room)
    room = 0
    cut = { reason: 'max_tokens' }
    // Half of a character would become a replacement character.
    return /[\uD800-\uDBFF]$/.test(kept) ? kept.slice(0, -1) : kept
  }

  return {
    take(piece) {
      if (cut !== undefined) return ''
      if (searches.length === 0) return pass(piece)
      const text = held + piece
      for (let at = held.length; at < text.length; at++) {
        const code = text.charCodeAt(at)
        // The longest of the sequences that end here began first.
        const [hit] = searches
          .filter((search) => search.next(code))
          .toSorted((a, b) => b.sequence.length - a.sequence.length)
        if (hit === undefined) continue
        held = ''
        const passed = pass(text.slice(0, at + 1 - hit.sequence.length))
        cut ??= { reason: 'stop_sequence', sequence: hit.sequence }
        return passed
      }
      const open = Math.max(...searches.map((search) => search.matched()))
      held = open === 0 ? '' : text.slice(-open)
      return pass(text.slice(0, text.length - open))
    },
    flush() {
      const text = cut === undefined ? pass(held) : ''
      held = ''
      for (const search of searches) search.reset()
      return text
    },
    cut: () => cut,
  }
}

interface Search {
  sequence: string
  /** True if the sequence ends with this UTF-16 code unit. */
  next: (code: number) => boolean
  /** Length of the longest beginning of the sequence that the text so far ends with. */
  matched: () => number
  reset: () => void
}

/** Knuth–Morris–Pratt: constant work per character, however the sequence repeats itself. */
function createSearch(sequence: string): Search {
  const fallbacks = fallbacksOf(sequence)
  let matched = 0
  return {
    sequence,
    next(code) {
      while (matched > 0 && sequence.charCodeAt(matched) !== code) matched = fallbacks[matched - 1] ?? 0
      if (sequence.charCodeAt(matched) === code) matched++
      if (matched < sequence.length) return false
      matched = 0
      return true
    },
    matched: () => matched,
    reset() {
      matched = 0
    },
  }
}

/** For each prefix, the length of its longest proper prefix that it also ends with. */
function fallbacksOf(sequence: string): number[] {
  const fallbacks = [0]
  let length = 0
  for (let at = 1; at < sequence.length; at++) {
    while (length > 0 && sequence[at] !== sequence[length]) length = fallbacks[length - 1] ?? 0
    if (sequence[at] === sequence[length]) length++
    fallbacks.push(length)
  }
  return fallbacks
}
