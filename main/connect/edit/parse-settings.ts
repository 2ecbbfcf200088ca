import { type Coded, coded } from '../../../shared/language/say.ts'
import { type Node, type ParseError, parseTree } from 'jsonc-parser'
import { type Place, placeOf, syntaxProblem } from '../../base/json/syntax-problem.ts'

export interface ParsedSettings {
  /** Without the byte order mark. */
  text: string
  /** The byte order mark, which Windows Notepad writes and Claude Code accepts. */
  mark: '' | '\uFEFF'
  /** The root object; undefined for a file of only white space, which Claude Code treats as empty settings. */
  root: Node | undefined
  /**
   * Position of the first deviation from strict JSON (a comment or trailing comma), if any. Claude Code 2.1.329 then
   * ignores the whole file and reports it on stderr.
   */
  ignoredAt: Place | undefined
}

export type SettingsParse =
  | { kind: 'settings'; settings: ParsedSettings }
  | { kind: 'broken'; problem: Coded }

/** Parses a settings file for editing. Never throws; error reasons never quote the text. */
export function parseSettings(content: string): SettingsParse {
  const mark = content.startsWith('\uFEFF') ? '\uFEFF' : ''
  const text = content.slice(mark.length)
  if (isBlank(text)) {
    return { kind: 'settings', settings: { text, mark, root: undefined, ignoredAt: undefined } }
  }
  const { root, problem } = parse(text, { disallowComments: false, allowTrailingComma: true })
  if (problem !== undefined) return { kind: 'broken', problem: problem.says }
  if (root?.type !== 'object') return { kind: 'broken', problem: coded('file.not_object') }
  return { kind: 'settings', settings: { text, mark, root, ignoredAt: findLeniency(text) } }
}

/** True for text of only JSON white space; Unicode spaces do not count. */
export function isBlank(text: string): boolean {
  return /^[ \t\r\n]*$/.test(text)
}

function findLeniency(text: string): Place | undefined {
  try {
    JSON.parse(text)
    return undefined
  } catch {
    const { problem } = parse(text, { disallowComments: true, allowTrailingComma: false })
    return problem?.place ?? { line: 1, column: 1 }
  }
}

function parse(
  text: string,
  options: { disallowComments: boolean; allowTrailingComma: boolean },
): { root: Node | undefined; problem: { place: Place; says: Coded } | undefined } {
  const errors: ParseError[] = []
  try {
    const root = parseTree(text, errors, options)
    const [first] = errors
    if (first === undefined) return { root, problem: undefined }
    return { root, problem: { place: placeOf(text, first.offset), says: syntaxProblem(text, first) } }
  } catch (error) {
    // The parser is recursive: about 100,000 nested brackets overflow the stack.
    if (!(error instanceof RangeError)) throw error
    return { root: undefined, problem: { place: { line: 1, column: 1 }, says: coded('file.too_deep') } }
  }
}
