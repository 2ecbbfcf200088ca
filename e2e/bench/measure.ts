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
  /** By target. PERFORMANCE.md §6, column "must". */
  goals?: Readonly<Record<string, Goal>>
}

export interface Target {
  name: string
  port: number
  /** `undefined` for the direct connection, which has no process of its own. */
  pid: number | undefined
  /** Errors and lost events of the measure under way. */
  tally: Tally
}

/** What a measure works with. */
export interface Bench {
  /** In another order each round, so that no target is always the first after a pause. */
  targets: readonly Target[]
  upstreamPort: number
  /** True for the short run: less of everything. */
  quick: boolean
  /** Another process of the same target; `undefined` for the direct connection. The caller stops it. */
  startFresh: (target: Target) => Promise<Started | undefined>
}

/** Figures of one round, by target name and row name. */
export type Findings = Record<string, Record<string, number>>

export interface Measure {
  /** For `--only`. */
  name: string
  rows: readonly Row[]
  run: (bench: Bench) => Promise<Findings>
}
