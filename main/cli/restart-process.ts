import { spawn } from 'node:child_process'

/**
 * Starts this very command line again in place of this process, with the same environment and terminal. On POSIX the
 * process keeps its id, so that a supervisor, a container or a shell goes on waiting for the right one (execve(2)).
 * Never returns there; on Windows the next process is a background one, and this one has to end.
 *
 * @param more arguments, which win over the same ones before
 */
export function restartProcess(more: readonly string[] = []): void {
  const { execPath, execArgv, argv, env, platform } = process
  const args = [...execArgv, ...argv.slice(1), ...more]
  if (platform !== 'win32') process.execve?.(execPath, [execPath, ...args], env)
  spawn(execPath, args, { detached: true, stdio: 'inherit', env }).unref()
}
