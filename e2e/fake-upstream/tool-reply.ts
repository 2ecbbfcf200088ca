import type { MessageReply } from './reply.ts'

/** A turn that calls one tool. The input's JSON is split into pieces of a few characters, as in live streams. */
export function toolReply(name: string, input: object): MessageReply {
  const deltas = JSON.stringify(input).match(/.{1,7}/gs) ?? []
  const block = { type: 'tool_use', id: `toolu_fake_${name.toLowerCase()}`, name, deltas } as const
  return { kind: 'message', message: { blocks: [block], stopReason: 'tool_use' } }
}
