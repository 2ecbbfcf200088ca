import { realpath } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { Connection } from '../../shared/connection.ts'

export interface OtherFolder {
  /** The settings file that Signalbox changes. */
  changed: string
  /** How things are for a Claude Code that is started from this terminal. */
  own: Pick<Connection, 'settingsPath' | 'baseUrl'>
  env: Readonly<Record<string, string | undefined>>
}

/** Whether two paths name one settings file, which need not exist. */
export async function isSameFile(a: string, b: string): Promise<boolean> {
  const [left, right] = await Promise.all([a, b].map(truePath))
  return left === right
}

/** Why a change there would not be seen by the Claude Code of this terminal, and what helps. */
export function sayOtherFolder({ changed, own, env }: OtherFolder): string {
  const isOurs = (env['CLAUDE_CONFIG_DIR'] ?? '') !== ''
  const fix = isOurs
    ? 'Start Signalbox with the same CLAUDE_CONFIG_DIR, or run this command without it.'
    : `Run this command with CLAUDE_CONFIG_DIR=${dirname(changed)}, or start Signalbox with the HOME and without the CLAUDE_CONFIG_DIR of this terminal.`
  return (
    `Claude Code started from this terminal reads ${own.settingsPath}, but Signalbox changes ${changed}. ` +
    `${fix} For one shell only: export ANTHROPIC_BASE_URL=${own.baseUrl}`
  )
}

/** Of the file, of its folder where there is no file, or as it was written. */
async function truePath(path: string): Promise<string> {
  try {
    return await realpath(path)
  } catch {
    const folder = await realpath(dirname(path)).catch(() => resolve(dirname(path)))
    return resolve(folder, path.slice(dirname(path).length + 1))
  }
}
