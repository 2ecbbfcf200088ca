import { dirname } from 'node:path'

/**
 * The working directory for system programs that are started by bare name. Windows searches the working directory
 * first, and relative PATH entries refer to it: neither may be the folder that Signalbox was started in.
 */
export const TOOL_FOLDER = dirname(process.execPath)
