import type { Issue } from './coded-message.ts'
import type { Language } from './choose-language.ts'
import { type Coded, coded, say, toMessage } from './language/say.ts'

/** The consequence of an issue in a file. */
export type Effect =
  | 'effect.entry_ignored'
  | 'effect.value_kept'
  | 'effect.file_kept'
  | 'effect.nothing_changed'

/** One issue, not yet formatted. Never contains a value that may be a secret. */
export interface CodedIssue extends Coded {
  /** JSON Pointer of the field. */
  readonly path?: string
  /** Path of the file. */
  readonly file?: string
  /** Line in the file, from 1. */
  readonly line?: number
  readonly effect?: Effect
}

/** Path in a JSON value: `['providers', 1, 'apiBaseUrl']`. */
export type Path = readonly (string | number)[]

/** Creates an issue of a field. */
export function issueAt(path: Path, { code, params }: Coded): CodedIssue {
  return { path: toPointer(path), code, params }
}

/** `['routes', 'a/b', 0]` → `/routes/a~1b/0` (RFC 6901). */
export function toPointer(path: Path): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

/** The wire form of an issue. */
export function toIssue({ path, file, line, effect, ...message }: CodedIssue): Issue {
  return {
    ...(file !== undefined && { file }),
    ...(line !== undefined && { line }),
    ...(path !== undefined && { path }),
    ...toMessage(message),
    ...(effect !== undefined && { effect: toMessage(coded(effect)) }),
  }
}

/**
 * The issue's text, prefixed with its location: `config.json: line 3, /routes/think: Must be an object. This entry is
 * ignored.`
 */
export function sayIssue({ path, file, line, effect, ...message }: Issue, language: Language): string {
  const alone = [message, effect].flatMap((part) => (part === undefined ? [] : say(part, language))).join(' ')
  const text = path === undefined || path === '' ? alone : say(placed({ path, line, text: alone }), language)
  return file === undefined ? text : say(toMessage(coded('issue.in_file', { file, text })), language)
}

function placed({ path, line, text }: { path: string; line: number | undefined; text: string }) {
  return toMessage(
    line === undefined ? coded('issue.at', { path, text }) : coded('issue.at_line', { line, path, text }),
  )
}

/** The English text of an issue, for logs and the command line. */
export function issueInEnglish(issue: CodedIssue): string {
  return sayIssue(toIssue(issue), 'en')
}
