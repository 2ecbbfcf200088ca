import type { FileSystem } from '../files/file-system.ts'
import type { ProcessIdentity } from '../files/process-identity.ts'
import type { ClaudeFiles } from '../find-settings.ts'
import type { RecordFile } from '../record.ts'

/** What both positions of the switch need. */
export interface SwitchDeps {
  fs: FileSystem
  files: ClaudeFiles
  record: RecordFile
  self: ProcessIdentity
  /** Wall clock, in ms since 1970. */
  now: () => number
}
