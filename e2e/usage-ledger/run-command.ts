import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** Output of a command of ours. Rejects if it fails. */
export async function runCommand(args: readonly string[]): Promise<string> {
  const cwd = join(import.meta.dirname, '../..')
  const { stdout } = await promisify(execFile)(process.execPath, ['main/headless.ts', ...args], { cwd })
  return stdout
}
