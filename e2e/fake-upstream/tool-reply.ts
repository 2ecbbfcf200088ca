import type { MessageReply } from './reply.ts'

/** A turn that asks the client to run one tool. The input's JSON arrives in pieces of a few characters, as it does live. */
export function toolReply(name: string, input: object): MessageReply {
  const deltas = JSON.stringify(input).match(/.{1,7}/gs) ?? []
  const block = { type: 'tool_use', id: `toolu_fake_${name.toLowerCase()}`, name, deltas } as const
  return { kind: 'message', message: { blocks: [block], stopReason: 'tool_use' } }
}
