/** Limits of a figure; all of them must hold. */
export interface Goal {
  atMost?: number
  atLeast?: number
  /** Maximum multiple of the yardstick's figure in the same run. */
  timesYardstick?: number
  /** Maximum difference to the direct connection's figure in the same run. */
  overBaseline?: number
}

export interface Figures {
  own: number
  yardstick: number
  baseline: number
}

export type Verdict = 'ok' | 'MISSED' | 'n/a'

/** `n/a` if a required figure could not be measured here. */
export function judge(goal: Goal, { own, yardstick, baseline }: Figures): Verdict {
  const limits = [
    goal.atMost,
    goal.timesYardstick === undefined ? undefined : goal.timesYardstick * yardstick,
    goal.overBaseline === undefined ? undefined : goal.overBaseline + baseline,
  ].filter((limit) => limit !== undefined)
  if ([own, ...limits].some(Number.isNaN)) return 'n/a'
  const reached = own >= (goal.atLeast ?? Number.NEGATIVE_INFINITY)
  return reached && limits.every((limit) => own <= limit) ? 'ok' : 'MISSED'
}

export function describeGoal(goal: Goal): string {
  const parts = [
    goal.atMost === undefined ? '' : `≤ ${goal.atMost}`,
    goal.atLeast === undefined ? '' : `≥ ${goal.atLeast}`,
    goal.timesYardstick === undefined ? '' : `≤ ${goal.timesYardstick} × node-pipe`,
    goal.overBaseline === undefined ? '' : `≤ direct + ${goal.overBaseline}`,
  ]
  return parts.filter((part) => part !== '').join(', ')
}
