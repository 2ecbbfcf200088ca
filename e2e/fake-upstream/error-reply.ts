import type { HttpReply, Transport } from './reply.ts'

/** Anthropic's error envelope (https://docs.anthropic.com/en/api/errors) with any status. */
export function errorReply(status: number, type: string, headers: Transport['headers'] = {}): HttpReply {
  const error = { type, message: `The fake upstream was told to answer ${status}.` }
  return { kind: 'http', status, headers, body: JSON.stringify({ type: 'error', error }) }
}
