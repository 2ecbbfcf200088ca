import { isRecord } from '../base/json/is-record.ts'

/** A provider's error, reduced to the fields that the formats have in common. */
export interface ErrorFacts {
  message?: string
  /** `code`, `type` and `status` as words, for example `insufficient_quota RESOURCE_EXHAUSTED`. */
  words: string
  /** If the body contains it: in a stream, or with HTTP 200. */
  status?: number
  /** In seconds; Google sends it in the body only. */
  retryAfter?: number
}

/**
 * Parses errors of OpenAI (`{error: {message, type, code}}`), Google (`{error: {code, message, status, details}}`,
 * sometimes in a list), Mistral (`{message, type, code}`) and FastAPI servers (`{detail}`).
 */
export function readErrorBody(body: unknown): ErrorFacts {
  const inner = findError(Array.isArray(body) ? body[0] : body)
  if (typeof inner === 'string') return { message: inner, words: '' }
  if (!isRecord(inner)) return { words: '' }

  const message = readText(inner['message']) ?? readDetail(inner['detail'])
  const words = [inner['code'], inner['type'], inner['status']].filter((word) => typeof word === 'string')
  const status = readStatus(inner['code']) ?? readStatus(inner['status']) ?? readStatus(inner['status_code'])
  const retryAfter = readRetryDelay(inner['details'])
  return {
    words: words.join(' ').toLowerCase(),
    ...(message !== undefined && { message }),
    ...(status !== undefined && { status }),
    ...(retryAfter !== undefined && { retryAfter }),
  }
}

/** The error itself: beside other fields, in `error`, or in the `response` of an event. */
function findError(body: unknown): unknown {
  if (!isRecord(body)) return body
  const response = isRecord(body['response']) ? body['response'] : undefined
  return body['error'] ?? response?.['error'] ?? body
}

function readText(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined
}

/** FastAPI: a string, or a list of `{loc, msg}`. */
function readDetail(value: unknown): string | undefined {
  if (!Array.isArray(value)) return readText(value)
  const parts = value.filter(isRecord).map(({ loc, msg }) => {
    return `${Array.isArray(loc) ? `${loc.join('.')}: ` : ''}${readText(msg) ?? ''}`
  })
  return readText(parts.join('; '))
}

function readStatus(value: unknown): number | undefined {
  const status = typeof value === 'string' && /^\d{3}$/.test(value) ? Number(value) : value
  return typeof status === 'number' && status >= 400 && status <= 599 ? status : undefined
}

/** `{"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "34.4s"}` → 35 */
function readRetryDelay(details: unknown): number | undefined {
  if (!Array.isArray(details)) return undefined
  const delays = details.filter(isRecord).map((detail) => readText(detail['retryDelay']))
  const seconds = Number.parseFloat(delays.find((delay) => delay !== undefined) ?? '')
  return Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds) : undefined
}
