import type { Conversation } from '../../../shared/conversations.ts'

type Told = Pick<Conversation, 'sessionId' | 'projectName' | 'projectPath'>

/** Command that resumes a conversation, in its own folder if known. */
export function resumeCommand({ sessionId, projectName, projectPath }: Told, isWindows: boolean): string {
  const resume = `claude --resume ${sessionId}`
  // A transcript without a folder has only Claude Code's own name for the project.
  if (projectName === projectPath) return resume
  return isWindows ? `cd ${quoteWindows(projectName)}; ${resume}` : `cd ${quote(projectName)} && ${resume}`
}

/** Quotes for `sh`, so that nothing inside is expanded. */
function quote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`
}

/** Quotes for PowerShell. */
function quoteWindows(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
