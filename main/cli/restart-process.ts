import { spawn } from 'node:child_process'

/**
 * Replaces this process by a new run of the same command line, with the same environment and terminal. On POSIX the
 * process keeps its id, so that a supervisor, a container or a shell keeps waiting for the right one (execve(2)), and
 * this call never returns. On Windows the new process runs in the background, and this one must end.
 *
 * @param more arguments, which override earlier ones
 */
export function restartProcess(more: readonly string[] = []): void {
  const { execPath, execArgv, argv, env, platform } = process
  const args = [...execArgv, ...argv.slice(1), ...more]
  if (platform !== 'win32') process.execve?.(execPath, [execPath, ...args], env)
  spawn(execPath, args, { detached: true, stdio: 'inherit', env }).unref()
}
