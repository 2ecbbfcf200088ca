import { variableOf } from '../variables.ts'
import type { FoundDefinition } from './found-definition.ts'

/** `export NAME=value`, `setenv NAME value`, `set -gx NAME value`, `$env:NAME = value`; text after a `#` is ignored. */
const LINES = [
  /^\s*(?:(?:export|declare|typeset)\s+(?:-\w+\s+)*)?(?<name>[A-Za-z_]+)=(?<value>.*)$/,
  /^\s*setenv\s+(?<name>[A-Za-z_]+)\s+(?<value>(?:\S.*)?)$/,
  /^\s*set\s+(?:-\S+\s+)+(?<name>[A-Za-z_]+)\s+(?<value>(?:\S.*)?)$/,
  /^\s*\$env:(?<name>[A-Za-z_]+)\s*=\s*(?<value>(?:\S.*)?)$/i,
]

/**
 * Reads variables from a shell start file, line by line. The file is not run, so conditions around a line are ignored.
 */
export function readShellPlace(content: string, path: string): FoundDefinition[] {
  return content.split(/\r?\n/).flatMap((text, index) => {
    const { name = '', value = '' } = LINES.map((line) => line.exec(text)).find(Boolean)?.groups ?? {}
    const variable = variableOf(name)
    if (variable === undefined) return []
    return [{ variable, value: unquote(value), place: 'shell' as const, path, line: index + 1 }]
  })
}

/** `"a b" # why` → `a b` */
function unquote(value: string): string {
  const quoted = /^(["'])(?<inner>.*?)\1/.exec(value.trim())
  return quoted?.groups?.['inner'] ?? value.trim().split(/[;\s]/)[0] ?? ''
}
