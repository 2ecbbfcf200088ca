import { win32 } from 'node:path'
import { type Environment, readVariable } from './environment.ts'

export interface SpawnPlan {
  file: string
  args: string[]
  /** Windows: the arguments are a complete command line that Node must not quote again. */
  verbatim: boolean
}

interface Command {
  /** Absolute path. */
  path: string
  /** Plain words: letters, digits, dot and dash. */
  args: readonly string[]
  env: Environment
  platform: NodeJS.Platform
}

/**
 * Command line that starts a binary by its path. On Windows only .exe and .com start directly; Node refuses to start
 * .cmd and .bat without a shell since CVE-2024-27980, so their command line is built here.
 *
 * @throws RangeError for an argument that would need quoting
 */
export function planSpawn({ path, args, env, platform }: Command): SpawnPlan {
  const odd = args.find((arg) => !/^[\w.-]+$/.test(arg))
  if (odd !== undefined) throw new RangeError('Arguments of a probed command must be plain words')
  if (platform !== 'win32') return { file: path, args: [...args], verbatim: false }

  const system = win32.join(readVariable(env, 'SystemRoot', platform) ?? 'C:\\Windows', 'System32')
  switch (win32.extname(path).toLowerCase()) {
    case '.cmd':
    case '.bat':
      return {
        file: readVariable(env, 'ComSpec', platform) ?? win32.join(system, 'cmd.exe'),
        args: ['/d', '/s', '/c', `"${[escapeForCmd(path), ...args].join(' ')}"`],
        verbatim: true,
      }
    case '.ps1':
      return {
        file: win32.join(system, 'WindowsPowerShell', 'v1.0', 'powershell.exe'),
        args: ['-NoLogo', '-NoProfile', '-NonInteractive', '-File', path, ...args],
        verbatim: false,
      }
    default:
      return { file: path, args: [...args], verbatim: false }
  }
}

/**
 * Carets instead of quotes: cmd.exe expands `%NAME%` inside quotes, but finds no variable `NAME^`.
 * `C:\a b\100%\claude.cmd` → `C:\a^ b\100^%\claude.cmd`. The set is that of cross-spawn's `escapeCommand`.
 */
function escapeForCmd(path: string): string {
  return win32.normalize(path).replaceAll(/[()[\]%!^"`<>&|;, *?]/g, '^$&')
}
