import { findMember, membersOf } from '../edit/members.ts'
import { placeOf } from '../../base/json/syntax-problem.ts'
import { parseSettings } from '../edit/parse-settings.ts'
import { variableOf } from '../variables.ts'
import type { FoundDefinition } from './found-definition.ts'

/**
 * Variables that VS Code or a derivative passes to Claude Code: `claudeCode.environmentVariables`, a list of `{ name,
 * value }`.
 */
export function readEditorPlace(content: string, path: string): FoundDefinition[] {
  const parsed = parseSettings(content)
  if (parsed.kind === 'broken') return []
  const { text, root } = parsed.settings
  const list = findMember(root, 'claudeCode.environmentVariables')?.value.children ?? []
  return list.flatMap((item) => {
    const [name, value] = ['name', 'value'].map((key): unknown => findMember(item, key)?.value.value)
    const variable = typeof name === 'string' ? variableOf(name) : undefined
    if (variable === undefined || typeof value !== 'string' || membersOf(item).length === 0) return []
    return [{ variable, value, place: 'vscode' as const, path, line: placeOf(text, item.offset).line }]
  })
}
