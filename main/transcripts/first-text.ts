import { isRecord } from '../base/json/is-record.ts'

const MAX_TEXT_LENGTH = 200
/** Text that Claude Code inserts into the user's messages. */
const NOT_SAID = /^\s*<(?:system-reminder|local-command-|bash-std|ide_|task-notification)/
const COMMAND = /<command-name>([^<]*)<\/command-name>/
const SHELL = /^<bash-input>([\s\S]*?)<\/bash-input>/

/**
 * First text of a user message, for lists: at most 200 characters and `...`.
 *
 * `<command-name>/review</command-name>…<command-args>7</command-args>` → `/review 7`
 *
 * @param message a string, blocks, one text block, or any of these as `content`
 * @returns undefined for a message without user text: a tool result or a note of Claude Code
 */
export function firstText(message: unknown): string | undefined {
  for (const text of textsOf(message)) {
    const said = NOT_SAID.test(text) ? '' : (asTyped(text) ?? text).trim()
    if (said !== '') return shorten(said)
  }
  return undefined
}

/** All texts of a message, without tool inputs and results. */
export function textsOf(message: unknown): readonly string[] {
  if (isRecord(message) && 'content' in message) return textsOfContent(message['content'])
  return textsOfContent(message)
}

function textsOfContent(content: unknown): readonly string[] {
  const blocks: readonly unknown[] = Array.isArray(content) ? content : [content]
  return blocks.flatMap((block) => {
    if (typeof block === 'string') return [block]
    return isRecord(block) && block['type'] === 'text' && typeof block['text'] === 'string'
      ? [block['text']]
      : []
  })
}

/** Converts a tagged command to its typed form; undefined for other text. */
function asTyped(text: string): string | undefined {
  const shell = SHELL.exec(text)?.[1]
  if (shell !== undefined) return `! ${shell}`
  if (!text.startsWith('<command-')) return undefined
  const name = COMMAND.exec(text)?.[1]
  return name === undefined ? undefined : `${name} ${argumentsIn(text)}`
}

/** Not a regular expression: with many opening tags, each match would scan to the end of the text. */
function argumentsIn(text: string): string {
  const [open, close] = ['<command-args>', '</command-args>']
  const start = text.indexOf(open)
  const end = start === -1 ? -1 : text.indexOf(close, start)
  return end === -1 ? '' : text.slice(start + open.length, end)
}

/** Cuts at whole code points only: half a surrogate pair is not valid text. */
function shorten(text: string): string {
  const points = Array.from(text.slice(0, 2 * MAX_TEXT_LENGTH + 2))
  return points.length > MAX_TEXT_LENGTH ? `${points.slice(0, MAX_TEXT_LENGTH).join('')}...` : text
}
