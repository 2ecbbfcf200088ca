import type { ConversationSearch } from '../../shared/conversations.ts'
import { textsOf } from './first-text.ts'
import { parseLine, textOf } from './parse-line.ts'
import { queuedPrompt } from './queued-prompt.ts'

/** Context shown on either side of a match, in characters. */
const AROUND = 80

export type LineHit = Pick<
  ConversationSearch['results'][number],
  'type' | 'uuid' | 'timestamp' | 'before' | 'match' | 'after'
>

/**
 * Case-insensitive search in the text of the user and the assistant, without thinking, tools and text that Claude Code
 * inserted for the user.
 *
 * @returns a function that returns a line's match, or undefined
 */
export function searchText(text: string): (line: Buffer) => LineHit | undefined {
  const pattern = new RegExp(escape(text), 'iu')
  const rough = roughPattern(text)
  return (bytes) => {
    // Most lines do not match, and a text search is cheaper than parsing.
    if (rough !== undefined && !rough.test(bytes.toString('latin1'))) return undefined
    const line = parseLine(bytes)
    if (line === undefined || line['isMeta'] === true) return undefined
    const prompt = queuedPrompt(line)
    const type = prompt === undefined ? line.type : 'user'
    if (type !== 'user' && type !== 'assistant') return undefined
    for (const said of textsOf(prompt ?? line['message'])) {
      const found = pattern.exec(said)
      if (found === null) continue
      const uuid = textOf(line['uuid'])
      const timestamp = textOf(line['timestamp'])
      return {
        type,
        ...(uuid !== undefined && { uuid }),
        ...(timestamp !== undefined && { timestamp }),
        ...around(said, found.index, found[0].length),
      }
    }
    return undefined
  }
}

/** The longest part of the text that appears unchanged in JSON: ASCII that needs no escape. */
function roughPattern(text: string): RegExp | undefined {
  const parts = text.match(/[\w -]+/g) ?? []
  const longest = parts.reduce((a, b) => (b.length > a.length ? b : a), '')
  return longest === '' ? undefined : new RegExp(escape(longest), 'i')
}

function around(said: string, at: number, length: number): Pick<LineHit, 'before' | 'match' | 'after'> {
  const end = at + length
  const before = said.slice(Math.max(0, at - AROUND), at)
  const after = said.slice(end, end + AROUND)
  return {
    before: at > AROUND ? `…${before.toWellFormed().replace(/^\uFFFD/, '')}` : before,
    match: said.slice(at, end),
    after: said.length > end + AROUND ? `${after.toWellFormed().replace(/\uFFFD$/, '')}…` : after,
  }
}

function escape(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)
}
