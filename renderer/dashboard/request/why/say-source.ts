import { t } from '../../../language/t.ts'

const NAMES: Readonly<Record<string, () => string>> = {
  tools: () => t('Built-in tools'),
  system: () => t('System prompt'),
  memory: () => t('CLAUDE.md and other memory files'),
  skills: () => t('Skills'),
  hooks: () => t('Output of hooks'),
  user: () => t('Your messages'),
  images: () => t('Images'),
  documents: () => t('Documents'),
  thinking: () => t('Thinking'),
  assistant: () => t('Responses and tool calls'),
}

/** A source of a `ContextShare`: `mcp:github` → `MCP server github`. */
export function saySource(source: string): string {
  if (Object.hasOwn(NAMES, source)) return NAMES[source]?.() ?? source
  const [kind] = source.split(':', 1)
  const name = source.slice(source.indexOf(':') + 1)
  if (kind === 'mcp') return t('MCP server {{name}}', { name })
  return kind === 'result' ? t('Results of {{tool}}', { tool: name }) : source
}
