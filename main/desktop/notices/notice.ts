import type { Verdict } from '../../../shared/verdict.ts'

/** One notification for the user. */
export interface Notice {
  title: string
  body: string
}

/** Usage of one window of the account's rate limits. */
export interface LimitFact {
  name: '5 h' | '7 d'
  /** 0–1, above 1 in overage. */
  used: number
  /** Unix seconds, as sent; identifies the window. */
  reset: string
}

/** All facts that can cause a notice. Unknown facts are undefined and never cause one. */
export interface NoticeFacts {
  /** Undefined while the server is not listening, and before the first checks. */
  verdict: Verdict | undefined
  /** Undefined while not draining. Requests in flight when the drain started, and now. */
  drain: { by: 'user' | 'exit'; atStart: number; left: number } | undefined
  limits: readonly LimitFact[]
}
