import { type Fields, isFields, listOf } from './fields.ts'

/** Rules of https://platform.openai.com/docs/api-reference/responses/create, with the API's error messages. */
export function checkResponses(body: Fields): string | undefined {
  const items = listOf(body['input'])
  if (items.length === 0) return "Invalid 'input': empty array."
  if ('stream_options' in body || 'stop' in body) return 'Unknown parameter.'
  const problem = checkParameters(body) ?? checkTools(body['tools'])
  if (problem !== undefined) return problem
  return checkContent(items) ?? checkCalls(items) ?? checkReasoning(items, body['store'] === false)
}

function checkParameters(body: Fields): string | undefined {
  const limit = body['max_output_tokens']
  if (typeof limit === 'number' && limit < 16)
    return "Invalid 'max_output_tokens': integer below minimum value. Expected a value >= 16."
  if (/^(?:gpt-[5-9]|o\d)/.test(String(body['model'])) && ('temperature' in body || 'top_p' in body))
    return "Unsupported parameter: 'temperature' is not supported with this model."
  return undefined
}

function checkTools(tools: unknown): string | undefined {
  for (const { type, name, parameters } of listOf(tools)) {
    // Built-in tools have no parameters.
    if (type !== 'function') continue
    if (!/^[a-zA-Z0-9_-]{1,64}$/.test(String(name))) return `Invalid 'tools[].name': ${String(name)}.`
    if (!isFields(parameters) || parameters['type'] !== 'object')
      return `Invalid schema for function '${String(name)}'.`
  }
  return undefined
}

const INPUT = new Set(['input_text', 'input_image', 'input_file'])
const OUTPUT = new Set(['output_text', 'refusal'])

/** Each role has content types of its own. */
function checkContent(items: readonly Fields[]): string | undefined {
  for (const [at, { role, content, type, output }] of items.entries()) {
    const allowed = role === 'assistant' ? OUTPUT : INPUT
    for (const part of [...listOf(content), ...listOf(type === 'function_call_output' ? output : [])]) {
      const kind = String(part['type'])
      if (type !== 'reasoning' && !allowed.has(kind))
        return `Invalid value: '${kind}' in input[${at}].content.`
      if (kind === 'input_image' && !isImage(part['image_url']))
        return `Invalid 'input[${at}].content.image_url'.`
      if (kind === 'input_file' && part['file_data'] === undefined && part['file_url'] === undefined)
        return `Missing one of 'file_data', 'file_url' in input[${at}].content.`
    }
  }
  return undefined
}

/** Formats of https://platform.openai.com/docs/guides/images-vision. */
export function isImage(url: unknown): boolean {
  return typeof url === 'string' && /^(?:https?:|data:image\/(?:png|jpeg|gif|webp);base64,)/.test(url)
}

function checkCalls(items: readonly Fields[]): string | undefined {
  const known = new Set<string>()
  const open = new Set<string>()
  for (const item of items) {
    const id = String(item['call_id'])
    if (item['type'] === 'function_call') {
      if (known.has(id)) return `Duplicate call_id ${id}.`
      known.add(id)
      open.add(id)
    }
    if (item['type'] === 'function_call_output' && !open.delete(id)) {
      return `No tool call found for function call output with call_id ${id}.`
    }
  }
  const [unanswered] = open
  return unanswered === undefined ? undefined : `No tool output found for function call ${unanswered}.`
}

/** Reasoning must be followed by the message or call that it led to. */
function checkReasoning(items: readonly Fields[], isStateless: boolean): string | undefined {
  for (const [at, item] of items.entries()) {
    if (item['type'] !== 'reasoning') continue
    const id = String(item['id'])
    if (isStateless && typeof item['encrypted_content'] !== 'string') {
      return `Item with id '${id}' not found. Items are not persisted when 'store' is set to false.`
    }
    const next = items[at + 1]
    const follows =
      next?.['type'] === 'function_call' || next?.['type'] === 'reasoning' || next?.['role'] === 'assistant'
    if (!follows) return `Item '${id}' of type 'reasoning' was provided without its required following item.`
  }
  return undefined
}
