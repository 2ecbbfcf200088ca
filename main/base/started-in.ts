import { TOOL_FOLDER } from './tool-folder.ts'

/**
 * The folder that the program was started in; undefined where it was deleted. Then the program leaves it: libraries ask
 * for the current folder while they load, and would end the start with a stack trace.
 */
export const STARTED_IN = leaveDeletedFolder()

function leaveDeletedFolder(): string | undefined {
  try {
    return process.cwd()
  } catch {
    process.chdir(TOOL_FOLDER)
    return undefined
  }
}
