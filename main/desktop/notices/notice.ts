import type { BudgetStatus } from '../../../shared/budgets.ts'
import type { Limit } from '../../../shared/judge-limits.ts'
import type { Verdict } from '../../../shared/verdict.ts'

/** One notification for the user. */
export interface Notice {
  title: string
  body: string
}

/** One limit of an account. Those by the minute are none: they refill before a notice is read. */
export interface LimitFact extends Pick<Limit, 'pool' | 'name' | 'used' | 'isReached' | 'isOver'> {
  /** Identifies the limit among those of all accounts. */
  key: string
  /** Number of the account, if there are several. */
  account?: number
  /** In ms since the epoch. */
  resetsAt: number | undefined
  /** Projected time at which it is reached, in ms since the epoch. */
  runsOutAt?: number
}

/** All facts that can cause a notice. Unknown facts are undefined and never cause one. */
export interface NoticeFacts {
  /** Undefined while the server is not listening, and before the first checks. */
  verdict: Verdict | undefined
  /** Undefined while not draining. Requests in flight when the drain started, and now. */
  drain: { by: 'user' | 'exit'; atStart: number; left: number } | undefined
  limits: readonly LimitFact[]
  budgets: readonly BudgetStatus[]
}
