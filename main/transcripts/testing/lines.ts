/** Lines as written by Claude Code 2.1, without unused fields. */

const START = Date.UTC(2026, 9, 1, 12)
const COMMON = { isSidechain: false, userType: 'external', cwd: '/home/me/app', version: '2.1.329' }

export type Fields = Readonly<Record<string, unknown>>

/** @param second of the conversation */
export function user(second: number, content: unknown, more: Fields = {}): Fields {
  const message = { role: 'user', content }
  return {
    ...COMMON,
    parentUuid: null,
    type: 'user',
    message,
    uuid: `u${second}`,
    timestamp: at(second),
    ...more,
  }
}

export function assistant(second: number, content: unknown, more: Fields = {}): Fields {
  const { message: changes, ...fields } = more
  const message = {
    id: `msg_${second}`,
    type: 'message',
    role: 'assistant',
    model: 'claude-opus-5-5',
    content: typeof content === 'string' ? [{ type: 'text', text: content }] : content,
    usage: {
      input_tokens: 10,
      output_tokens: 2,
      cache_creation_input_tokens: 30,
      cache_read_input_tokens: 400,
    },
    ...(typeof changes === 'object' ? changes : {}),
  }
  // `message` before `type`, as Claude Code writes it.
  return {
    parentUuid: null,
    ...COMMON,
    message,
    type: 'assistant',
    uuid: `a${second}`,
    timestamp: at(second),
    ...fields,
  }
}

export function toolResult(second: number, id: string, content: unknown, more: Fields = {}): Fields {
  return user(second, [{ tool_use_id: id, type: 'tool_result', content }], more)
}

/** ISO 8601. */
export function at(second: number): string {
  return new Date(START + second * 1000).toISOString()
}
