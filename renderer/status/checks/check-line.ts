import type { ShownFinding } from '../read-verdict.ts'

/**
 * `good`, `warning` and `error` have a sign of their own; `quiet` is for what is absent and not missed. The rows of
 * the checks say `warning` and `error` only where the verdict names their check.
 */
export type Tone = 'good' | 'plain' | 'quiet' | 'warning' | 'error'

/** Further facts on a line, under a heading. */
export interface Detail {
  label: string
  texts: readonly string[]
  /** Paths and addresses are set in monospace. */
  code?: boolean
}

/** The text of one line, before it is known how old its value is. */
export interface CheckText {
  /** Tells two lines of one check apart. */
  name?: string
  label: string
  value: string
  tone: Tone
  /** The exact value, where `value` is rounded. */
  title?: string
  details?: readonly Detail[]
  /** A command that a person may want here, where nothing is wrong without it. */
  command?: ShownFinding['command']
  /** For one of several providers: its host. */
  host?: string | undefined
  /** When this was found out, by the server's clock, where it is older than its check. In ms since the epoch. */
  foundAt?: number | undefined
}

/** One line of the checks panel. */
export interface CheckLine extends Omit<CheckText, 'foundAt' | 'name' | 'host'> {
  id: string
  /** The check it comes from. */
  check: string
  details: readonly Detail[]
  /** Age of the value in ms. Undefined when unknown. */
  ageMs: number | undefined
  /** True if it is older than its check allows. */
  old: boolean
}
