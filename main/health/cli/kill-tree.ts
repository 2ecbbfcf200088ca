import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { listDescendants } from './list-descendants.ts'

/** Kills a process started with `detached` and all its descendants, including those in other groups. Never throws. */
export async function killTree(pid: number | undefined, platform: NodeJS.Platform): Promise<void> {
  if (pid === undefined) return
  if (platform === 'win32') {
    const taskkill = join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'taskkill.exe')
    await promisify(execFile)(taskkill, ['/PID', String(pid), '/T', '/F'], { windowsHide: true }).catch(
      () => undefined,
    )
    return
  }
  const descendants = await listDescendants(pid, platform)
  killGroup(pid, platform)
  for (const descendant of descendants) kill(descendant)
}

/** Kills the remaining processes of a group at once. Does nothing on Windows, which has no process groups. */
export function killGroup(pid: number | undefined, platform: NodeJS.Platform): void {
  if (pid !== undefined && platform !== 'win32') kill(-pid)
}

function kill(target: number): void {
  try {
    process.kill(target, 'SIGKILL')
  } catch {
    // Already ended (ESRCH), or another user's (EPERM).
  }
}
