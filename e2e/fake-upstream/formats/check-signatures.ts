import { createHash } from 'node:crypto'
import { type Fields, isFields, listOf } from './fields.ts'

/**
 * The signature that the fake gives to the thinking of its answer: bound to everything before it, as with the models
 * that preserve thinking (https://docs.litellm.ai/docs/providers/anthropic_preserved_thinking). Markers of the prompt
 * cache do not count.
 */
export function signatureFor({ system, tools, messages }: Fields, before: readonly unknown[] = []): string {
  const bound = JSON.stringify([system, tools, messages, before], (key, value: unknown) =>
    key === 'cache_control' ? undefined : value,
  )
  return `Eq${createHash('sha256').update(bound).digest('base64url')}`
}

/** Refuses thinking that it did not sign, and thinking whose conversation was changed before it. */
export function checkSignatures(body: Fields): string | undefined {
  const messages = listOf(body['messages'])
  for (const [at, { role, content }] of messages.entries()) {
    const blocks = role === 'assistant' ? listOf(content) : []
    const wrong = blocks.findIndex(({ type, signature }, index) => {
      const bound = { ...body, messages: messages.slice(0, at) }
      return type === 'thinking' && signature !== signatureFor(bound, blocks.slice(0, index))
    })
    if (wrong !== -1) return `messages.${at}.content.${wrong}: Invalid \`signature\` in \`thinking\` block`
  }
  return undefined
}

/**
 * Checks the places of messages of the role `system` by the rule that Anthropic's API states
 * (https://github.com/anthropics/claude-code/issues/73821). Several in a row count as one; those without content, which
 * only change the effort, may be anywhere.
 */
export function checkSystemOrder(messages: readonly Fields[]): string | undefined {
  const spoken = [...messages.entries()].filter(([, message]) => !isDirective(message))
  for (const [index, [at, { role }]] of spoken.entries()) {
    if (role !== 'system') continue
    const before = spoken.slice(0, index).findLast(([, each]) => each['role'] !== 'system')?.[1]
    const after = spoken.slice(index).find(([, each]) => each['role'] !== 'system')?.[1]
    if (before?.['role'] === 'assistant' && !endsInServerTool(before))
      return `messages.${at}: role 'system' must follow a 'user' message or an 'assistant' message ending in a server tool result`
    if (after !== undefined && after['role'] !== 'assistant')
      return `messages.${at}: role 'system' must precede an 'assistant' message or end the array`
  }
  return undefined
}

function isDirective({ role, content, output_config: config }: Fields): boolean {
  return role === 'system' && Array.isArray(content) && content.length === 0 && isFields(config)
}

function endsInServerTool({ content }: Fields): boolean {
  const last = listOf(content).at(-1)
  return String(last?.['type']).endsWith('_tool_result')
}
