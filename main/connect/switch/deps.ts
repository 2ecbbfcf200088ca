import type { FileSystem } from '../../base/file-system.ts'
import type { ProcessIdentity } from '../../base/process-identity.ts'
import type { ClaudeFiles } from '../find-settings.ts'
import type { Peers } from '../peers.ts'
import type { RecordFile } from '../record.ts'

/** What both positions of the switch need. */
export interface SwitchDeps {
  fs: FileSystem
  files: ClaudeFiles
  record: RecordFile
  self: ProcessIdentity
  peers: Peers
  /** A Signalbox answers at this address of this machine. Never rejects. */
  responses: (address: URL) => Promise<boolean>
  /** Wall clock, in ms since 1970. */
  now: () => number
}

export interface ConnectSwitchDeps extends SwitchDeps {
  dataDir: string
  /** Where this Signalbox would be while it does not listen. */
  configuredUrl: string
  /** Waits as long as running sessions may need to see that we leave. */
  waitForSessions: (signal: AbortSignal) => Promise<void>
  log: { info: (facts: object, message: string) => void; warn: (facts: object, message: string) => void }
}
