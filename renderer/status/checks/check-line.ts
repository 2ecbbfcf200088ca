import type { ShownFinding } from '../read-verdict.ts'

/**
 * `good`, `warning` and `error` have an icon; `quiet` is for absent optional things. Rows of checks use `warning` and
 * `error` only if the verdict names their check.
 */
export type Tone = 'good' | 'plain' | 'quiet' | 'warning' | 'error'

/** Further facts of a line, under a heading. */
export interface Detail {
  label: string
  texts: readonly string[]
  /** Monospace, for paths and addresses. */
  code?: boolean
}

/** Text of a line, without the age of its value. */
export interface CheckText {
  /** Distinguishes two lines of one check. */
  name?: string
  label: string
  value: string
  tone: Tone
  /** The exact value, if `value` is rounded. */
  title?: string
  details?: readonly Detail[]
  /** An optional command that helps here even though nothing is wrong. */
  command?: ShownFinding['command']
  /** Host, for one of several providers. */
  host?: string | undefined
  /** Time of the finding by the server's clock, if earlier than its check. In ms since the epoch. */
  foundAt?: number | undefined
}

/** A line of the checks panel. */
export interface CheckLine extends Omit<CheckText, 'foundAt' | 'name' | 'host'> {
  id: string
  /** Name of its check. */
  check: string
  details: readonly Detail[]
  /** Age of the value in ms. Undefined if unknown. */
  ageMs: number | undefined
  /** True if the value is older than its check allows. */
  old: boolean
}
