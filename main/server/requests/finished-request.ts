import type { EndedRequest } from '../../../shared/request-stages.ts'
import type { End } from './judge-end.ts'

/** A finished `/v1` request, for the log and the metrics. */
export interface FinishedRequest extends Omit<EndedRequest, keyof End>, End {
  requestId: string
  method: string
  /** The route template, never the raw path: client input must not multiply labels. */
  template: string
  /** The status that the client received; 499 when it disconnected first. */
  countedStatus: number
  /** Claude Code's session. */
  session: string | undefined
  /** True for a sub-agent of the session. */
  isAgent: boolean
}
