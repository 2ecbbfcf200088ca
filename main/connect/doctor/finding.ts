import type { FoundDefinition } from './found-definition.ts'

/** Everything that is judged, as it was found. */
export interface Judged {
  definitions: readonly FoundDefinition[]
  /** `allowedProviders` of the managed settings; undefined where they do not say. */
  allowedProviders: unknown
  /** This Signalbox, or where it would be. */
  baseUrl: string
  isRunning: boolean
  /** Whether the user's settings name this Signalbox. */
  isWritten: boolean
  /** Addresses on this machine that were tried, and where nothing answered. */
  silent: ReadonlySet<string>
}
