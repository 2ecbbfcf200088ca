import type { Conversation } from '../../../shared/conversations.ts'

type Told = Pick<Conversation, 'sessionId' | 'projectName' | 'projectPath'>

/** The line that goes on with a conversation, in its own folder where that is known. */
export function resumeCommand({ sessionId, projectName, projectPath }: Told, isWindows: boolean): string {
  const resume = `claude --resume ${sessionId}`
  // Without a folder in the transcript there is only the name of Claude Code's own.
  if (projectName === projectPath) return resume
  return isWindows ? `cd ${quoteWindows(projectName)}; ${resume}` : `cd ${quote(projectName)} && ${resume}`
}

/** For `sh`: nothing inside means anything. */
function quote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`
}

/** For PowerShell. */
function quoteWindows(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
