import { isImage } from './check-responses.ts'
import { type Fields, isFields, listOf } from './fields.ts'

/** Rules of https://platform.openai.com/docs/api-reference/chat/create, with the API's error messages. */
export function checkChat(body: Fields): string | undefined {
  const messages = listOf(body['messages'])
  if (messages.length === 0) return "Invalid 'messages': empty array."
  if (body['stream'] !== true && 'stream_options' in body) {
    return "The 'stream_options' parameter is only allowed when 'stream' is enabled."
  }
  const problem = checkReasoning(body)
  if (problem !== undefined) return problem
  return checkTools(body['tools']) ?? checkStop(body['stop']) ?? checkOrder(messages, String(body['model']))
}

/** Rules of OpenAI's own reasoning models, which servers of others do not have. */
function checkReasoning(body: Fields): string | undefined {
  const version = /^gpt-(\d+)(?:\.(\d+))?/.exec(String(body['model']))
  const [major, minor] = [Number(version?.[1] ?? 0), Number(version?.[2] ?? 0)]
  if (major < 5) return undefined
  if ('max_tokens' in body)
    return "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."
  const refusesEffort = (major > 5 || minor >= 4) && listOf(body['tools']).length > 0
  const effort = body['reasoning_effort']
  return refusesEffort && effort !== undefined && effort !== 'none'
    ? 'Function tools with reasoning_effort are not supported in /v1/chat/completions. Please use /v1/responses instead.'
    : undefined
}

function checkTools(tools: unknown): string | undefined {
  for (const { function: tool } of listOf(tools)) {
    if (!isFields(tool)) return "Missing required parameter: 'tools[].function'."
    const { name, parameters } = tool
    if (typeof name !== 'string' || !/^[a-zA-Z0-9_-]{1,64}$/.test(name)) {
      return `Invalid 'tools[].function.name': ${String(name)}.`
    }
    if (!isFields(parameters) || parameters['type'] !== 'object' || !isFields(parameters['properties'])) {
      return `Invalid schema for function '${name}': schema must have type 'object' and properties.`
    }
    if ('$schema' in parameters) return `Invalid schema for function '${name}': '$schema' is not permitted.`
  }
  return undefined
}

function checkStop(stop: unknown): string | undefined {
  return Array.isArray(stop) && stop.length > 4 ? "Invalid 'stop': array too long." : undefined
}

const USER_PARTS = new Set(['text', 'image_url', 'input_audio', 'file'])
const TEXT_PARTS = new Set(['text', 'refusal', 'thinking'])

const ROLES = new Set(['system', 'developer', 'user', 'assistant', 'tool'])

/** Each call must be followed directly by exactly one result, and each result must have a call. */
function checkOrder(messages: readonly Fields[], model: string): string | undefined {
  let open = new Set<string>()
  for (const [at, message] of messages.entries()) {
    const problem =
      checkMessage(message, model) ?? (MISTRAL.test(model) ? checkTurn(messages, at) : undefined)
    if (problem !== undefined) return problem
    if (message['role'] === 'tool') {
      const id = String(message['tool_call_id'])
      if (!open.delete(id))
        return `Invalid parameter: 'tool_call_id' of '${id}' not found in 'tool_calls' of previous message.`
      if (typeof message['content'] !== 'string') return "Invalid type for 'content' of a tool message."
      continue
    }
    if (open.size > 0) {
      return `An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id': ${[...open].join()}`
    }
    const calls = listOf(message['tool_calls'])
    const wrong = calls.map((call) => checkCall(call, model)).find((found) => found !== undefined)
    if (wrong !== undefined) return wrong
    open = new Set(calls.map(({ id }) => String(id)))
    if (open.size < calls.length) return 'Duplicate tool call id.'
  }
  return open.size > 0 ? 'The last message has calls without results.' : undefined
}

function checkMessage({ role, content, tool_calls: calls }: Fields, model: string): string | undefined {
  if (!ROLES.has(String(role)))
    return `Invalid value: '${String(role)}'. Supported values are: ${[...ROLES].join()}.`
  if (Array.isArray(content) && content.length === 0) return "Invalid 'messages.content': empty array."
  const wrongPart = checkParts(listOf(content), { role, model })
  if (wrongPart !== undefined) return wrongPart
  if (role === 'assistant') {
    const saysNothing = typeof content !== 'string' && !Array.isArray(content) && calls === undefined
    return saysNothing ? "Invalid value for 'content': expected a string, got null." : undefined
  }
  return calls === undefined ? undefined : `'tool_calls' is not allowed for the role '${String(role)}'.`
}

function checkParts(
  parts: readonly Fields[],
  { role, model }: { role: unknown; model: string },
): string | undefined {
  const allowed = role === 'user' ? USER_PARTS : TEXT_PARTS
  for (const { type, image_url: image } of parts) {
    const isDocument = role === 'user' && type === 'document_url' && MISTRAL.test(model)
    if (!allowed.has(String(type)) && !isDocument)
      return `Invalid value: '${String(type)}' in a message of the role '${String(role)}'.`
    // Mistral takes documents and an address itself (https://docs.mistral.ai/capabilities/vision), OpenAI an object.
    const url = MISTRAL.test(model) && typeof image === 'string' ? image : isFields(image) && image['url']
    if (type === 'image_url' && !isImage(url)) return 'Invalid image_url.'
  }
  return undefined
}

const MISTRAL = /^(?:mistral|magistral|codestral|devstral)/

/** Mistral's error 3230, which OpenAI's own API does not have: only an assistant message may follow a tool message. */
function checkTurn(messages: readonly Fields[], at: number): string | undefined {
  const role = String(messages[at]?.['role'])
  if (at === messages.length - 1 && role === 'assistant')
    return 'Expected last role User or Tool (or Assistant with prefix True) for serving but got assistant'
  const isOdd = messages[at - 1]?.['role'] === 'tool' && role !== 'tool' && role !== 'assistant'
  return isOdd ? `Unexpected role '${role}' after role 'tool'` : undefined
}

function checkCall({ id, function: call }: Fields, model: string): string | undefined {
  if (typeof id !== 'string' || id.length > 40)
    return `Invalid 'tool_calls[].id': string too long or missing.`
  if (MISTRAL.test(model) && !/^[a-zA-Z0-9]{9}$/.test(id)) {
    return `Tool call id was ${id} but must be a-z, A-Z, 0-9, with a length of 9.`
  }
  try {
    const input: unknown = JSON.parse(isFields(call) ? String(call['arguments']) : '')
    return isFields(input) ? undefined : 'Function arguments must be an object.'
  } catch {
    return 'Function arguments are not valid JSON.'
  }
}
