import { Type } from 'typebox'
import type { Settings } from '../settings/settings.ts'
import { askInstance } from './ask-instance.ts'

/** The fields used of `/health?view=ietf`. */
const CliHealth = Type.Object({
  checks: Type.Object({ claude_cli: Type.Array(Type.Object({ version: Type.Optional(Type.String()) })) }),
})

/** The version of Claude Code that the running instance found; undefined if no instance runs or none was found. */
export async function askClaudeVersion(settings: Settings): Promise<string | undefined> {
  const asked = await askInstance(settings, { method: 'GET', path: '/health?view=ietf', schema: CliHealth })
  return asked.kind === 'response' ? asked.body.checks.claude_cli[0]?.version : undefined
}
