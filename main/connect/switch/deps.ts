import type { FileSystem } from '../../base/file-system.ts'
import type { ProcessIdentity } from '../../base/process-identity.ts'
import type { ClaudeFiles } from '../find-settings.ts'
import type { Peers } from '../peers.ts'
import type { RecordFile } from '../record.ts'

/** Dependencies of both connect and disconnect. */
export interface SwitchDeps {
  fs: FileSystem
  files: ClaudeFiles
  record: RecordFile
  platform: NodeJS.Platform
  self: ProcessIdentity
  peers: Peers
  /** True when a Signalbox responds at this loopback address. Never rejects. */
  responses: (address: URL) => Promise<boolean>
  /** Wall clock, in ms since 1970. */
  now: () => number
}

export interface ConnectSwitchDeps extends SwitchDeps {
  dataDir: string
  /** The configured address, used while not listening. */
  configuredUrl: string
  /** Waits long enough for running sessions to notice the disconnect. */
  waitForSessions: (signal: AbortSignal) => Promise<void>
  log: { info: (facts: object, message: string) => void; warn: (facts: object, message: string) => void }
}
