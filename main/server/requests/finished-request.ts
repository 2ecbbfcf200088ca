import type { RawHeaders } from '../../proxy/headers.ts'
import type { ExchangeFacts } from '../../proxy/recorder/exchange-recorder.ts'
import type { End } from './judge-end.ts'

/** A `/v1` request as it was accepted. */
export interface StartedRequest {
  id: string
  /** In ms since 1970. */
  startedAt: number
  method: string
  /** As it stood in the request line, query included. */
  target: string
  headers: RawHeaders
}

/** One `/v1` request that is over. */
export interface FinishedRequest extends Omit<ExchangeFacts, keyof End | 'model' | 'failure'>, End {
  id: string
  method: string
  /** The route's template, never the raw path: labels must not grow with what clients send. */
  endpoint: string
  /** The model that the client asked for. */
  model: string | undefined
  /** What the client got; 499 when it left first. */
  status: number
  ms: number
}
