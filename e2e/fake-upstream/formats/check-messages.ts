import { checkSystemOrder } from './check-signatures.ts'
import { type Fields, isFields, listOf } from './fields.ts'

/** Rules of https://docs.anthropic.com/en/api/messages, with the API's error messages. */
export function checkMessages(body: Fields): string | undefined {
  const messages = listOf(body['messages'])
  if (typeof body['model'] !== 'string') return 'model: Field required'
  if (!Number.isInteger(body['max_tokens'])) return 'max_tokens: Field required'
  if (messages.length === 0) return 'messages: at least one message is required'
  return checkBlocks(messages) ?? checkSystemOrder(messages) ?? checkCalls(messages)
}

function checkBlocks(messages: readonly Fields[]): string | undefined {
  for (const [at, message] of messages.entries()) {
    const { role, content } = message
    // Claude Code sends `system` messages in the middle of a conversation.
    if (role !== 'user' && role !== 'assistant' && role !== 'system')
      return `messages.${at}.role: Unexpected role "${String(role)}"`
    const changesEffort = role === 'system' && isFields(message['output_config'])
    const isEmpty = !changesEffort && (content === '' || (Array.isArray(content) && content.length === 0))
    if (isEmpty && at < messages.length - 1) return `messages.${at}: all messages must have non-empty content`
    const empty = listOf(content).findIndex(({ type, text }) => type === 'text' && text === '')
    if (empty !== -1) return `messages.${at}.content.${empty}: text content blocks must be non-empty`
    const unsigned = listOf(content).findIndex(
      ({ type, signature }) => type === 'thinking' && typeof signature !== 'string',
    )
    if (unsigned !== -1) return `messages.${at}.content.${unsigned}.thinking.signature: Field required`
  }
  return undefined
}

/** Each call must have exactly one result in the next message, and each result a call. */
function checkCalls(messages: readonly Fields[]): string | undefined {
  const known = new Set<string>()
  let open = new Set<string>()
  for (const [at, { role, content }] of messages.entries()) {
    const blocks = listOf(content)
    for (const { type, tool_use_id: id } of blocks) {
      if (type === 'tool_result' && !open.delete(String(id))) {
        return `messages.${at}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${String(id)}.`
      }
    }
    if (open.size > 0) {
      return `messages.${at - 1}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${[...open].join(', ')}.`
    }
    const calls = role === 'assistant' ? blocks.filter(({ type }) => type === 'tool_use') : []
    open = new Set(calls.map(({ id }) => String(id)))
    if (open.size < calls.length || [...open].some((id) => known.has(id)))
      return 'messages: `tool_use` ids must be unique'
    if (calls.some(({ input }) => !isFields(input)))
      return `messages.${at}: tool_use.input: Input should be an object`
    open.forEach((id) => known.add(id))
  }
  return open.size > 0 ? '`tool_use` ids were found without `tool_result` blocks' : undefined
}
