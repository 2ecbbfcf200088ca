import { decodeJson } from '../../../base/json/decode-json.ts'
import type { RequestDetail } from '../../../../shared/request-log.ts'
import type { InFlight, InFlightRequest } from '../../../proxy/recorder/in-flight.ts'
import type { RequestLogSource } from '../../../base/request-log-source.ts'

/** Largest body that is shown while the request is in flight, in bytes: copying more would delay the running streams. */
const MAX_SHOWN_BYTES = 1024 * 1024

export interface OpenRequestDeps {
  log: Pick<RequestLogSource, 'json'>
  inFlight: Pick<InFlight, 'find'>
  /** True if bodies are captured. */
  capturesBodies: () => boolean
  /** Wall clock, in ms since 1970. */
  now: () => number
}

/**
 * The known parts of a request in flight: its row in the log, the model, and its body if captured and at most 1 MB.
 * Undefined if no such request is in flight.
 *
 * @returns with a body, the answer as UTF-8 JSON: a megabyte of short values takes 30 ms to parse and to write, which is
 * done in the database thread
 */
export async function readOpenRequest(
  deps: OpenRequestDeps,
  id: string,
): Promise<RequestDetail | Uint8Array<ArrayBuffer> | undefined> {
  const open = deps.inFlight.find(id)
  if (open === undefined) return undefined
  // If the row isn't written yet or not readable, the in-flight gauge supplies the fields.
  const stored = await deps.log.json('request', { id }).catch(() => undefined)
  const known = stored && (decodeJson(stored) as RequestDetail)
  if (known?.request.termination !== undefined) return known
  const { item } = open
  const request = {
    ...(known?.request ?? fromGauge(open, deps.now())),
    ...(item.model !== undefined && { model: item.model, originalModel: item.model }),
    ...(item.session !== undefined && { sessionId: item.session }),
  }
  const detail: RequestDetail = { request, fullId: id }
  const body = deps.capturesBodies() ? open.body() : undefined
  if (body === undefined || body.length > MAX_SHOWN_BYTES) return detail
  // A view would be sent with all of the memory behind it.
  return (
    (await deps.log.json('withBody', { detail, body: new Uint8Array(body) }).catch(() => undefined)) ?? detail
  )
}

/** Copies the captured body of a request in flight. A copy, because the memory is reused. */
export function readOpenBody(deps: OpenRequestDeps, id: string): Buffer | undefined {
  const body = deps.capturesBodies() ? deps.inFlight.find(id)?.body() : undefined
  return body === undefined ? undefined : Buffer.from(body)
}

function fromGauge({ item, method }: InFlightRequest, now: number): RequestDetail['request'] {
  const timestamp = new Date(now - item.age_ms).toISOString()
  return { requestId: item.id, timestamp, method, endpoint: item.path }
}
