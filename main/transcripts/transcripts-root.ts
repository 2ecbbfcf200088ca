import { join } from 'node:path'

/** Where Claude Code keeps its transcripts. An empty `CLAUDE_CONFIG_DIR` counts as none, as it does for Claude Code. */
export function transcriptsRoot(env: Readonly<Record<string, string | undefined>>, home: string): string {
  const { CLAUDE_CONFIG_DIR: custom } = env
  return join(custom || join(home, '.claude'), 'projects').normalize('NFC')
}
