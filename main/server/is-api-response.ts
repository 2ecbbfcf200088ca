import { headerValue, type RawHeaders } from '../proxy/headers.ts'

/** How a body of the API begins: a JSON object, or a line of an event stream. */
const BEGINNING = /^\s*(?:\{|(?:event|data|id|retry)?:)/
/** Bytes of a body that are looked at. */
const LOOKED_AT = 64

/**
 * False for a body that cannot be a message: a captive portal or a gateway sends its page with 200. Clients read a
 * stream whatever its type says, so a body that begins like one, or like JSON, is believed in spite of its type.
 *
 * @param body the start of it, in its own coding; undefined where it was not kept
 */
export function isApiResponse(headers: RawHeaders, body: Uint8Array | undefined): boolean {
  const type = mediaType(headers)
  if (type !== undefined && /^(?:application\/(?:.{1,40}\+)?json|text\/event-stream)$/.test(type)) return true
  if (body === undefined) return type === undefined
  return BEGINNING.test(Buffer.from(body.subarray(0, LOOKED_AT)).toString('latin1'))
}

/** `Text/HTML; charset=utf-8` → `text/html`. Undefined where there is none. */
export function mediaType(headers: RawHeaders): string | undefined {
  const [type = ''] = (headerValue(headers, 'content-type') ?? '').split(';')
  return type.trim().toLowerCase().slice(0, 60) || undefined
}
