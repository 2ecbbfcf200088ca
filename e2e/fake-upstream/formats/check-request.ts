import type { RecordedRequest } from '../recorded-request.ts'
import type { HttpReply } from '../reply.ts'
import { checkChat } from './check-chat.ts'
import { checkGemini } from './check-gemini.ts'
import { checkMessages } from './check-messages.ts'
import { checkResponses } from './check-responses.ts'
import { type Fields, isFields } from './fields.ts'
import { type WireFormat, readFormat } from './wire-format.ts'

/**
 * Rejects what the real services reject, in the same way: calls without results, results without calls, empty parts,
 * invalid names and ids. Undefined for a valid request.
 *
 * @param options.checksMessages also check Anthropic's own format
 */
export function refuseRequest(
  request: RecordedRequest,
  { checksMessages }: { checksMessages: boolean },
): HttpReply | undefined {
  const format = readFormat(request)
  if (format === undefined || (format === 'anthropic' && !checksMessages)) return undefined
  const problem = findProblem(format, request)
  if (problem === undefined) return undefined
  return { kind: 'http', status: 400, body: JSON.stringify(toError(format, problem)) }
}

function toError(format: WireFormat, message: string): object {
  switch (format) {
    case 'anthropic':
      return { type: 'error', error: { type: 'invalid_request_error', message } }
    case 'gemini':
      return { error: { code: 400, message, status: 'INVALID_ARGUMENT' } }
    case 'chat':
    case 'responses':
      return { error: { message, type: 'invalid_request_error', param: null, code: null } }
  }
}

function findProblem(format: WireFormat, { url, body }: RecordedRequest): string | undefined {
  const parsed = parse(body)
  if (parsed === undefined) return 'We could not parse the JSON body of your request.'
  if (/[?&]key=/.test(url)) return 'A key has no place in an address.'
  switch (format) {
    case 'anthropic':
      return checkMessages(parsed)
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
