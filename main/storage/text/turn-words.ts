import { cutAt } from '../../../shared/redact-secrets.ts'
import { memberOf, parseJson } from '../../base/json/parse-json.ts'
import type { Redact } from '../redact/redact.ts'
import type { RawCall, Turn } from '../summary/turn.ts'
import type { TurnWords } from './words.ts'
import { toTokens } from './to-tokens.ts'

/** Characters of one turn that are indexed, in each place. */
const MAX_WORDS_CHARS = 16 * 1024
const PATHS = ['file_path', 'notebook_path', 'path']

/**
 * Words of a turn for the index. Credentials are hidden, as in every text that is taken from bodies.
 *
 * @param turn with words and answer whose credentials are hidden
 */
export function turnWords({ words, answer, calls }: Turn, redact: Redact): TurnWords {
  const clean = (texts: readonly string[]) => toTokens(redact(texts.join('\n'), MAX_WORDS_CHARS))
  return {
    said: toTokens(cutAt(`${words}\n${answer}`, MAX_WORDS_CHARS)),
    tool: clean(calls.map(({ tool }) => tool)),
    file: clean(calls.flatMap(filesOf)),
    input: clean(calls.map(({ input }) => input)),
  }
}

function filesOf({ input }: RawCall): string[] {
  const members = parseJson(input)
  return PATHS.flatMap((name) => {
    const path = memberOf(members, name)
    return typeof path === 'string' ? [path] : []
  })
}
