import { type Fields, isFields, listOf } from './fields.ts'

/** Rules of https://platform.openai.com/docs/api-reference/responses/create, with the API's error messages. */
export function checkResponses(body: Fields): string | undefined {
  const items = listOf(body['input'])
  if (items.length === 0) return "Invalid 'input': empty array."
  if ('stream_options' in body || 'stop' in body) return 'Unknown parameter.'
  for (const { type, name, parameters } of listOf(body['tools'])) {
    // Built-in tools have no parameters.
    if (type !== 'function') continue
    if (!isFields(parameters) || parameters['type'] !== 'object')
      return `Invalid schema for function '${String(name)}'.`
  }
  return checkCalls(items) ?? checkReasoning(items, body['store'] === false)
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
