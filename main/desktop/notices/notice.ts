import type { Verdict } from '../../../shared/verdict.ts'

/** One thing that the user is told of, once. */
export interface Notice {
  title: string
  body: string
}

/** How far a window of the account's limits is used. */
export interface LimitFact {
  name: '5 h' | '7 d'
  /** 0–1, above 1 in overage. */
  used: number
  /** Unix seconds, as sent: the window's own name. */
  reset: string
}

/** Everything that may be worth a notice. What nobody knows is undefined, and never a reason. */
export interface NoticeFacts {
  /** Undefined while nothing listens, and before the checks have run. */
  verdict: Verdict | undefined
  /** Undefined while no drain runs. */
  drain: { by: 'user' | 'exit'; left: number } | undefined
  limits: readonly LimitFact[]
}
