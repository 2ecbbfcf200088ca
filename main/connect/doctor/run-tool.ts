import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { TOOL_FOLDER } from '../../base/tool-folder.ts'

/** Maximum run time of a system tool, in ms. */
const TOOL_TIMEOUT_MS = 2_000

/** Output of a system tool such as `launchctl`; `undefined` when it is missing, fails or takes too long. */
export async function runTool(file: string, args: readonly string[]): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(file, args, {
      cwd: TOOL_FOLDER,
      timeout: TOOL_TIMEOUT_MS,
      windowsHide: true,
    })
    return stdout
  } catch {
    // The program is missing or the variable is not set; there is nothing to report either way.
    return undefined
  }
}
