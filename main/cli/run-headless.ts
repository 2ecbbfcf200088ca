import { basename } from 'node:path'
import { runCommand } from './run-command.ts'
import { findPages } from '../base/find-pages.ts'
import { readVersion } from '../base/version.ts'

/** Runs the command line of this process and ends the process. */
export async function runHeadless(): Promise<never> {
  const code = await runCommand(commandLine(process.argv), {
    version: readVersion(),
    pages: findPages(),
    env: process.env,
  })
  // Leftover keep-alive sockets and timers must not keep the process alive.
  process.exit(code)
}

/** In a checkout the first argument belongs to `main/start.ts`. */
function commandLine([, script = '', ...args]: readonly string[]): string[] {
  return basename(script) === 'start.ts' && args[0] === 'headless' ? args.slice(1) : args
}
