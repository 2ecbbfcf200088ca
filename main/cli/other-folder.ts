import { realpath } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { Connection } from '../../shared/connection.ts'

export interface OtherFolder {
  /** The settings file that Signalbox changes. */
  changed: string
  /** The connection as a Claude Code started in this terminal sees it. */
  own: Pick<Connection, 'settingsPath' | 'baseUrl'>
  env: Readonly<Record<string, string | undefined>>
}

/** True if two paths name the same settings file, which need not exist. */
export async function isSameFile(a: string, b: string): Promise<boolean> {
  const [left, right] = await Promise.all([a, b].map(truePath))
  return left === right
}

/** Explains that this terminal's Claude Code won't see the change, and what to do. */
export function sayOtherFolder({ changed, own, env }: OtherFolder): string {
  const isOurs = (env['CLAUDE_CONFIG_DIR'] ?? '') !== ''
  const fix = isOurs
    ? 'Start Signalbox with the same CLAUDE_CONFIG_DIR, or run this command without it.'
    : `Run this command with CLAUDE_CONFIG_DIR=${dirname(changed)}, or restart Signalbox with this terminal’s HOME and without CLAUDE_CONFIG_DIR.`
  return (
    `In this terminal, Claude Code reads ${own.settingsPath}, but Signalbox changes ${changed}. ` +
    `${fix} For one shell only: export ANTHROPIC_BASE_URL=${own.baseUrl}`
  )
}

/** The real path of the file, or of its folder if there is no file, or the path as given. */
async function truePath(path: string): Promise<string> {
  try {
    return await realpath(path)
  } catch {
    const folder = await realpath(dirname(path)).catch(() => resolve(dirname(path)))
    return resolve(folder, path.slice(dirname(path).length + 1))
  }
}
