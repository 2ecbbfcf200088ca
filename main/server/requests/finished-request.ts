import type { EndedRequest } from '../../../shared/request-stages.ts'
import type { End } from './judge-end.ts'

/** One `/v1` request that is over: what the log keeps of it, and what else is counted. */
export interface FinishedRequest extends Omit<EndedRequest, keyof End>, End {
  requestId: string
  method: string
  /** The route's template, never the raw path: labels must not grow with what clients send. */
  template: string
  /** What the client got; 499 when it left first. */
  countedStatus: number
}
