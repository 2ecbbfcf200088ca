import type { Findings, Measure } from '../measure.ts'
import { median } from '../stats.ts'
import { BASELINE, YARDSTICK } from '../targets/targets.ts'
import { describeGoal, judge, type Verdict } from './judge.ts'

/** One figure of one target: the median over all rounds. */
export interface Figure {
  value: number
  /** The value divided by the yardstick's; NaN for the yardstick itself and for the direct connection. */
  ratio: number
  goal?: string
  verdict?: Verdict
}

export interface Result {
  measure: string
  row: string
  title: string
  unit: string
  digits: number
  /** By target name, in column order. */
  figures: Record<string, Figure>
}

/** Converts the rounds of one measure to report lines. */
export function toResults(
  measure: Measure,
  options: { rounds: readonly Findings[]; targets: readonly string[] },
): Result[] {
  const { rounds, targets } = options
  return measure.rows.map(({ name: row, title, unit, digits, goals }) => {
    const value = (target: string) => median(rounds.map((findings) => findings[target]?.[row] ?? Number.NaN))
    const yardstick = value(YARDSTICK)
    const baseline = value(BASELINE)
    const figures = targets.map((target): [string, Figure] => {
      const own = value(target)
      const ratio = target === YARDSTICK || target === BASELINE ? Number.NaN : own / yardstick
      const goal = goals?.[target]
      if (goal === undefined) return [target, { value: own, ratio }]
      const verdict = judge(goal, { own, yardstick, baseline })
      return [target, { value: own, ratio, goal: describeGoal(goal), verdict }]
    })
    return { measure: measure.name, row, title, unit, digits, figures: Object.fromEntries(figures) }
  })
}
