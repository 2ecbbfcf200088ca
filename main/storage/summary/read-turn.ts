import type { Redact } from '../redact/redact.ts'
import type { BodyMap } from '../body/scan-body.ts'
import { decode } from '../body/compress.ts'
import { headerOf } from '../headers.ts'
import type { TurnWords } from '../text/words.ts'
import { turnWords } from '../text/turn-words.ts'
import { readAnswer } from './read-answer.ts'
import { readAsked } from './read-asked.ts'
import { readTitle } from './read-title.ts'
import { type Summary, summarize } from './summarize.ts'
import { MAX_TURN_CHARS } from './turn.ts'

/** Facts from the part that a turn added to its conversation. */
export interface TurnFacts {
  summary: Summary
  words: TurnWords
  /** The title that Claude Code wrote for its session, if the response is one. */
  title: string | undefined
}

export interface StoredAnswer {
  /** As received. */
  bytes: Buffer
  /** Flat `[name, value, …]`. */
  headers: readonly string[]
}

/** Characters of one text that are searched for credentials, for a summary. */
const MAX_SUMMARIZED_CHARS = 2048

/** Reads only what is new in the turn. Takes time linear in its messages, at most some 20 ms for 16 MB. */
export function readTurn(
  { bytes, map }: { bytes: Buffer; map: BodyMap },
  { answer, redact }: { answer: StoredAnswer | undefined; redact: Redact },
): TurnFacts {
  const turn = { ...readAsked(bytes, map), ...(answer === undefined ? NO_ANSWER : decodeAnswer(answer)) }
  const clean = (text: string) => redact(text, MAX_SUMMARIZED_CHARS)
  // Once for both: the search for credentials takes longer than all else.
  const safe = {
    ...turn,
    words: redact(turn.words.trimStart(), MAX_TURN_CHARS),
    answer: redact(turn.answer.trimStart(), MAX_TURN_CHARS),
  }
  return {
    summary: summarize(safe, clean),
    words: turnWords(safe, redact),
    title: readTitle(turn.answer, clean),
  }
}

const NO_ANSWER = { answer: '', calls: [] }

function decodeAnswer({ bytes, headers }: StoredAnswer): ReturnType<typeof readAnswer> {
  const decoded = decode(bytes, headerOf(headers, 'content-encoding'))
  if (decoded === undefined) return NO_ANSWER
  const isStream = headerOf(headers, 'content-type')?.startsWith('text/event-stream') === true
  return readAnswer(decoded, { isStream })
}
