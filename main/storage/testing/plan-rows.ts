import { randomBytes } from 'node:crypto'
import type { EndMessage, RowMessage } from '../row-message.ts'
import { createRandom, makeRow, type RowPlan } from './make-rows.ts'

const MODELS = ['claude-sonnet', 'claude-OPUS', undefined, "it's 100%_odd", 'gpt-5']
const ORGANIZATIONS = ['org-a', undefined, 'org-b']

/** Finished requests of one week, the same on every run. */
export function planned(plan: Partial<RowPlan>): (RowMessage & { end: EndMessage })[] {
  const whole: RowPlan = {
    random: createRandom(42),
    from: Date.UTC(2026, 9, 1),
    to: Date.UTC(2026, 9, 8),
    count: 100,
    models: MODELS,
    organizations: ORGANIZATIONS,
    hasOtherModels: true,
    ...plan,
  }
  return Array.from({ length: whole.count }, (_, index) => makeRow(whole, index))
}

/** A conversation as sent by Claude Code: each turn repeats the previous one and adds a little. */
export function conversation(turns: number): Uint8Array<ArrayBuffer>[] {
  const text = (seed: number) => `line ${seed} of some code();\n`.repeat(40)
  const message = (index: number, last: boolean) => ({
    role: index % 2 === 0 ? 'user' : 'assistant',
    content: [{ type: 'text', text: text(index), ...(last && { cache_control: { type: 'ephemeral' } }) }],
  })
  return Array.from({ length: turns }, (_, turn) => {
    const messages = Array.from({ length: turn * 2 + 1 }, (_value, index) =>
      message(index, index === turn * 2),
    )
    return new Uint8Array(
      Buffer.from(JSON.stringify({ model: 'm', system: [{ text: text(-1) }], messages, stream: true })),
    )
  })
}

/** Bodies that are not a conversation, not JSON, or barely so. */
export function oddBodies(): Uint8Array<ArrayBuffer>[] {
  const texts = [
    '{"messages":[{"role":"user","content":"\\ud800 \\u00e9 é 😀"}],"n":12345678901234567890.0}',
    ' \n{ "messages" : [ ] } trailing',
    '{"messages":[[[[]]]]}',
    `{"messages":[${'{"role":"user","content":"ok"},'.repeat(2000)}{}]}`,
    '{"unclosed":"',
    '[]',
    'not json at all',
    '\0'.repeat(5000),
  ]
  return [
    ...texts.map((text) => new Uint8Array(Buffer.from(text))),
    new Uint8Array(randomBytes(100_000)),
    new Uint8Array(0),
  ]
}
