import type { ResponseLog } from '../../../shared/request-log.ts'
import { toFields, toTextOf } from '../thread/to-blocks.ts'

/** Longer texts are pages of a web server, and stand in Raw. */
const MAX_QUOTE = 1_000

/** What the upstream said of its error, whatever shape that has; undefined where it said nothing. */
export function readErrorMessage(response: ResponseLog | undefined): string | undefined {
  if (!response) return undefined
  const isError = (response.statusCode ?? 0) >= 400
  const error = toFields(toFields(response.body)?.['error'])
  const message = error && toTextOf(error['message'])
  const inStream = response.errorType === undefined ? undefined : response.streamError
  const text = message || (isError ? plainText(response) : undefined) || inStream
  return text ? text.slice(0, MAX_QUOTE) : undefined
}

/** An error that is not in Anthropic's format. */
function plainText({ body, bodyText }: ResponseLog): string | undefined {
  if (bodyText !== undefined) return bodyText.trim()
  const fields = toFields(body)
  const isMessage = fields?.['type'] === 'message'
  return fields === undefined || isMessage ? undefined : JSON.stringify(body)
}
