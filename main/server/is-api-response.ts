import { memoizeText } from '../base/memoize-text.ts'
import { headerValue, type RawHeaders } from '../proxy/headers.ts'

/** The start of a body of the API: a JSON object, or a line of an event stream. */
const BEGINNING = /^\s*(?:\{|(?:event|data|id|retry)?:)/
/** Number of body bytes examined. */
const LOOKED_AT = 64

/**
 * False for a body that can't be a message, such as a page that a captive portal or a gateway sends with 200. Clients
 * parse a stream regardless of its media type, so a body that starts like a stream or JSON is accepted with any type.
 *
 * @param body its start, still content-encoded; undefined where it was not kept
 */
export function isApiResponse(headers: RawHeaders, body: Uint8Array | undefined): boolean {
  const type = mediaType(headers)
  if (type !== undefined && isApiType(type)) return true
  if (body === undefined) return type === undefined
  return BEGINNING.test(Buffer.from(body.subarray(0, LOOKED_AT)).toString('latin1'))
}

/** `Text/HTML; charset=utf-8` → `text/html`. Undefined without a content type. */
export function mediaType(headers: RawHeaders): string | undefined {
  const value = headerValue(headers, 'content-type')
  return value === undefined ? undefined : typeIn(value)
}

/** Upstreams send the same few types. */
const MAX_TYPES = 50

const isApiType = memoizeText(
  (type) => /^(?:application\/(?:.{1,40}\+)?json|text\/event-stream)$/.test(type),
  { max: MAX_TYPES },
)

const typeIn = memoizeText(
  (value) => {
    const [type = ''] = value.split(';')
    return type.trim().toLowerCase().slice(0, 60) || undefined
  },
  { max: MAX_TYPES },
)
