import type { RecordedRequest } from '../recorded-request.ts'
import type { HttpReply } from '../reply.ts'
import { checkChat } from './check-chat.ts'
import { checkGemini } from './check-gemini.ts'
import { checkResponses } from './check-responses.ts'
import { type Fields, isFields } from './fields.ts'
import { type WireFormat, readFormat } from './wire-format.ts'

/**
 * What the real services refuse, as they refuse it: calls without results, results without calls, empty parts, names
 * and ids against the rules. Undefined for a request that they would take. Anthropic's own format is not checked.
 */
export function refuseRequest(request: RecordedRequest): HttpReply | undefined {
  const format = readFormat(request)
  if (format === undefined || format === 'anthropic') return undefined
  const problem = findProblem(format, request)
  if (problem === undefined) return undefined
  const error =
    format === 'gemini'
      ? { code: 400, message: problem, status: 'INVALID_ARGUMENT' }
      : { message: problem, type: 'invalid_request_error', param: null, code: null }
  return { kind: 'http', status: 400, body: JSON.stringify({ error }) }
}

function findProblem(
  format: Exclude<WireFormat, 'anthropic'>,
  { url, body }: RecordedRequest,
): string | undefined {
  const parsed = parse(body)
  if (parsed === undefined) return 'We could not parse the JSON body of your request.'
  if (/[?&]key=/.test(url)) return 'A key has no place in an address.'
  switch (format) {
    case 'chat':
      return checkChat(parsed)
    case 'responses':
      return checkResponses(parsed)
    case 'gemini':
      return checkGemini(parsed, /\/models\/([^/:]+):/.exec(url)?.[1] ?? '')
  }
}

function parse(body: Buffer): Fields | undefined {
  try {
    const parsed: unknown = JSON.parse(body.toString())
    return isFields(parsed) ? parsed : undefined
  } catch {
    return undefined
  }
}
