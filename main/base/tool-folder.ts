import { dirname } from 'node:path'

/**
 * The working directory for programs of the system that are started by their bare name. Windows looks for them in the
 * working directory first, and relative entries of a PATH mean it too: both must not be the folder that we
 * happen to be started in.
 */
export const TOOL_FOLDER = dirname(process.execPath)
