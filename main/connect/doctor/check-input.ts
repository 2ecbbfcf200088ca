import type { FoundDefinition } from './found-definition.ts'

/** Input of all checks, as found on this machine. */
export interface CheckInput {
  definitions: readonly FoundDefinition[]
  /** `allowedProviders` of the managed settings; undefined if not set. */
  allowedProviders: unknown
  /** Address of this Signalbox, or its configured address while it is not running. */
  baseUrl: string
  isRunning: boolean
  /** True when the user's settings point at this Signalbox. */
  isWritten: boolean
  /** Addresses on this machine that were probed and did not respond. */
  silent: ReadonlySet<string>
}
