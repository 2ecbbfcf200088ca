import { join } from 'node:path'

/** Claude Code's transcripts folder. Like Claude Code, ignores an empty `CLAUDE_CONFIG_DIR`. */
export function transcriptsRoot(env: Readonly<Record<string, string | undefined>>, home: string): string {
  const { CLAUDE_CONFIG_DIR: custom } = env
  return join(custom || join(home, '.claude'), 'projects').normalize('NFC')
}
