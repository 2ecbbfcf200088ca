import type { MonitoredCheck } from '../../monitor.ts'

/** For tests: 20 November 2026, 12:00 UTC, in ms since 1970. */
export const NOW = Date.UTC(2026, 10, 20, 12)
export const HOUR = 3_600_000

export type Files = Readonly<Record<string, string>>
export type Build = (home: string) => MonitoredCheck

/** A state of a check: the files in the home directory, and the check that reads them. */
export type State = [name: string, files: Files, build: Build]
