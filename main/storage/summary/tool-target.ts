import { memberOf, parseJson } from '../../base/json/parse-json.ts'
import type { RawCall } from './turn.ts'

/** Members of a tool's input that say what it works on, most telling first. */
const TARGETS = [
  'file_path',
  'notebook_path',
  'path',
  'command',
  'pattern',
  'query',
  'url',
  'skill',
  'description',
  'prompt',
  'subject',
]
const PATHS: ReadonlySet<string> = new Set(['file_path', 'notebook_path', 'path'])

/**
 * Object of a call, untrusted: a file's name without its folder, a command, a pattern. Undefined if the input names
 * none.
 */
export function toolTarget({ input }: RawCall): string | undefined {
  const whole = parseJson(input)
  for (const name of TARGETS) {
    const value = whole === undefined ? memberOfCut(input, name) : memberOf(whole, name)
    if (typeof value === 'string' && value.trim() !== '') return PATHS.has(name) ? fileName(value) : value
  }
  return undefined
}

/** Text of a member of an object whose JSON was cut: `{"command":"npm te` → `npm te` */
function memberOfCut(json: string, name: string): unknown {
  const key = json.indexOf(`"${name}"`)
  const colon = key === -1 ? -1 : json.indexOf(':', key)
  const start = colon === -1 ? -1 : json.indexOf('"', colon)
  if (start === -1) return undefined
  let end = start + 1
  while (end < json.length && json[end] !== '"') end += json[end] === '\\' ? 2 : 1
  return parseJson(`${json.slice(start, end)}"`)
}

function fileName(path: string): string {
  return path.split(/[/\\]/).findLast((part) => part !== '') ?? path
}
