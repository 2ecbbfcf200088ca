import { TOOL_FOLDER } from './tool-folder.ts'

/**
 * The folder that the program was started in; undefined if it was deleted. In that case the program changes to another
 * folder: libraries read the current folder while they load, which would crash startup.
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
