import type { ResponseLog } from '../../../shared/request-log.ts'
import { toFields, toTextOf } from '../thread/to-blocks.ts'

/** Longer texts are usually HTML error pages; the Raw tab shows them. */
const MAX_QUOTE = 1_000

/** The upstream's error message in any of the known formats; undefined if there is none. */
export function readErrorMessage(response: ResponseLog | undefined): string | undefined {
  if (!response) return undefined
  const isError = (response.statusCode ?? 0) >= 400
  const error = toFields(toFields(response.body)?.['error'])
  const message = error && toTextOf(error['message'])
  const inStream = response.errorType === undefined ? undefined : response.streamError
  const text = message || (isError ? plainText(response) : undefined) || inStream
  return text ? text.slice(0, MAX_QUOTE) : undefined
}

/** An error in a format other than Anthropic's. */
function plainText({ body, bodyText }: ResponseLog): string | undefined {
  if (bodyText !== undefined) return bodyText.trim()
  const fields = toFields(body)
  const isMessage = fields?.['type'] === 'message'
  return fields === undefined || isMessage ? undefined : JSON.stringify(body)
}
