import type { Log } from '../log.ts'

/** For tests: nobody reads it. */
export const silentLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }
