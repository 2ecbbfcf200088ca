import type { Log } from '../log.ts'

/** For tests: discards everything. */
export const silentLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }
