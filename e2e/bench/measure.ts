import type { Started } from './targets/start-process.ts'
import type { Goal } from './report/judge.ts'
import type { Tally } from './tally.ts'

/** One line of the report. */
export interface Row {
  /** Key of its figures within a measure. */
  name: string
  title: string
  unit: string
  /** Digits after the decimal point. */
  digits: number
  /** By target name: the limits that a release must meet. */
  goals?: Readonly<Record<string, Goal>>
}

export interface Target {
  name: string
  port: number
  /** `undefined` for the direct connection, which has no process of its own. */
  pid: number | undefined
  /** Errors and lost events of the current measure. */
  tally: Tally
}

/** The environment of a measure. */
export interface Bench {
  /** Shuffled each round, so that no target always comes first after a pause. */
  targets: readonly Target[]
  upstreamPort: number
  /** True for a short run with smaller loads. */
  quick: boolean
  /** Starts another process of the same target; `undefined` for the direct connection. The caller stops it. */
  startFresh: (target: Target) => Promise<Started | undefined>
}

/** Figures of one round, by target name and row name. */
export type Findings = Record<string, Record<string, number>>

export interface Measure {
  /** Name for `--only`. */
  name: string
  rows: readonly Row[]
  run: (bench: Bench) => Promise<Findings>
}
