import { decodeJson } from '../../../base/json/decode-json.ts'
import type { RequestDetail } from '../../../../shared/request-log.ts'
import type { InFlight, InFlightRequest } from '../../../proxy/recorder/in-flight.ts'
import type { RequestLogSource } from '../../../base/request-log-source.ts'

/** A request in flight is asked for while streams run beside it: to parse more than this would hold them up. In bytes. */
const MAX_PARSED = 1024 * 1024

export interface OpenRequestDeps {
  log: Pick<RequestLogSource, 'json'>
  inFlight: Pick<InFlight, 'find'>
  /** Whether bodies are captured. */
  capturesBodies: () => boolean
  /** Wall clock, in ms since 1970. */
  now: () => number
}

/**
 * What is known of a request in flight: its row in the log, the model, and the request's body where it is captured and
 * no longer than 1 MB. Undefined where no such request is in flight.
 */
export async function readOpenRequest(deps: OpenRequestDeps, id: string): Promise<RequestDetail | undefined> {
  const open = deps.inFlight.find(id)
  if (open === undefined) return undefined
  // It may not be written yet, or not be readable now; then there is what the gauge knows.
  const stored = await deps.log.json('request', { id }).catch(() => undefined)
  const known = stored && (decodeJson(stored) as RequestDetail)
  if (known?.request.termination !== undefined) return known
  const { item } = open
  const request = {
    ...(known?.request ?? fromGauge(open, deps.now())),
    ...(item.model !== undefined && { model: item.model, originalModel: item.model }),
    ...(item.session !== undefined && { sessionId: item.session }),
    ...(deps.capturesBodies() && bodyOf(open)),
  }
  return { request, fullId: id }
}

/** The bytes of a request body that is in flight and captured: a copy, because its memory serves others later. */
export function readOpenBody(deps: OpenRequestDeps, id: string): Buffer | undefined {
  const body = deps.capturesBodies() ? deps.inFlight.find(id)?.body() : undefined
  return body === undefined ? undefined : Buffer.from(body)
}

function fromGauge({ item, method }: InFlightRequest, now: number): RequestDetail['request'] {
  const timestamp = new Date(now - item.age_ms).toISOString()
  return { requestId: item.id, timestamp, method, endpoint: item.path }
}

function bodyOf({ body }: InFlightRequest): { body?: unknown } {
  const bytes = body()
  if (bytes === undefined || bytes.length > MAX_PARSED) return {}
  try {
    return { body: JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString()) }
  } catch {
    return {}
  }
}
