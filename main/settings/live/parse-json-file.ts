import { isRecord } from '../../base/json/is-record.ts'
import { syntaxProblem } from '../../base/json/syntax-problem.ts'
import { findNodeAtLocation, type Node, type ParseError, parseTree } from 'jsonc-parser'
import { isTooDeep } from '../is-too-deep.ts'
import type { Path } from '../../../shared/coded-issue.ts'
import { type Coded, coded } from '../../../shared/language/say.ts'

export interface JsonFile {
  text: string
  value: Record<string, unknown>
  /** Paths of keys that appear more than once in their object. The last one counts, as in `JSON.parse`. */
  repeated: Path[]
  /** The line, from 1, of the value at a path, or of its nearest existing parent. */
  lineOf: (path: Path) => number
}

export type ParsedFile = { file: JsonFile; problem: undefined } | { file: undefined; problem: Coded }

/** In characters. Parsing ten times as much would stall every stream for a second. */
const MAX_FILE_BYTES = 2 * 1024 * 1024

/** More would not be shown. */
const MAX_REPEATED = 200

/** Parses JSON with comments and trailing commas. Problems name line and column and never quote the text. */
export function parseJsonFile(text: string): ParsedFile {
  if (text.length > MAX_FILE_BYTES) return failed(coded('file.too_large', { megabytes: 2 }))
  if (isTooDeep(text)) return failed(coded('file.too_deep'))
  const errors: ParseError[] = []
  const root = parseTree(text, errors, { allowTrailingComma: true })
  const [first] = errors
  if (first !== undefined) return failed(syntaxProblem(text, first))
  const repeated: Path[] = []
  const value = root === undefined ? undefined : toValue(root, { path: [], repeated })
  if (root === undefined || !isRecord(value)) return failed(coded('file.not_object'))
  /** Computed on first use: a file without problems never needs it. */
  let starts: readonly number[] | undefined
  const lineAt = (offset: number) => lineOfOffset((starts ??= lineStarts(text)), offset)
  return {
    file: { text, value, repeated, lineOf: (path) => lineOf({ root, lineAt }, path) },
    problem: undefined,
  }
}

function failed(problem: Coded): ParsedFile {
  return { file: undefined, problem }
}

interface Position {
  /** Path of the node that is converted; changes with each step. */
  path: (string | number)[]
  repeated: Path[]
}

/** Unlike the library's own conversion, keeps `__proto__` as a key. */
function toValue(node: Node, at: Position): unknown {
  if (node.type === 'array') return node.children?.map((item, index) => toMember(item, index, at)) ?? []
  if (node.type !== 'object') return node.value
  const members = new Map<string, unknown>()
  for (const { children } of node.children ?? []) {
    const [key, inner] = children ?? []
    if (key === undefined || inner === undefined) continue
    const name = String(key.value)
    if (members.has(name) && at.repeated.length < MAX_REPEATED) at.repeated.push([...at.path, name])
    members.set(name, toMember(inner, name, at))
  }
  return Object.fromEntries(members)
}

function toMember(node: Node, key: string | number, at: Position): unknown {
  at.path.push(key)
  const value = toValue(node, at)
  at.path.pop()
  return value
}

function lineOf({ root, lineAt }: { root: Node; lineAt: (offset: number) => number }, path: Path): number {
  for (let length = path.length; length > 0; length--) {
    const node = findNodeAtLocation(root, path.slice(0, length))
    if (node !== undefined) return lineAt((node.parent?.type === 'property' ? node.parent : node).offset)
  }
  return 1
}

function lineStarts(text: string): number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

/** Number of lines that begin at or before an offset. */
function lineOfOffset(starts: readonly number[], offset: number): number {
  let low = 0
  let high = starts.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((starts[middle] ?? Infinity) <= offset) low = middle + 1
    else high = middle
  }
  return low
}
