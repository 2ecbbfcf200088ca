import { runCommand } from './cli/run-command.ts'
import { findPages } from './find-pages.ts'
import { readVersion } from './version.ts'

/** Runs the command line of this process to its end, and ends the process. */
export async function runHeadless(): Promise<never> {
  const code = await runCommand(process.argv.slice(2), {
    version: readVersion(),
    pages: findPages(),
    env: process.env,
  })
  // Keep-alive sockets and timers of what is finished must not hold the process.
  process.exit(code)
}
