import { expect, it } from 'vitest'
import type { RowMessage } from '../row-message.ts'
import { readFacts } from './read-facts.ts'

const MEGABYTE = 1024 * 1024

/** Conversation of a request whose messages are these, without a session. */
function conversation(messages: readonly object[]): string | undefined {
  const requestBody = Buffer.from(JSON.stringify({ model: 'm', messages }))
  const row = {
    requestHeaders: '',
    endpoint: '/v1/messages',
    end: { requestBody, keepBody: false },
  } as unknown as RowMessage
  return readFacts(row, { redact: (text) => text }).conversationHash
}

it('identifies a conversation by the beginning of a long opening message', () => {
  const text = 'word '.repeat(MEGABYTE)
  const opening = { role: 'user', content: text }
  const first = conversation([opening])
  expect(first).toMatch(/^[0-9a-f]{32}$/)
  expect(conversation([opening, { role: 'assistant', content: 'yes' }])).toBe(first)
  // Only the beginning is read.
  expect(conversation([{ role: 'user', content: `${text} more` }])).toBe(first)
  expect(conversation([{ role: 'user', content: `Another ${text}` }])).not.toBe(first)
})

it('finds the role of a long message behind its content', () => {
  const content = 'x'.repeat(2 * MEGABYTE)
  const opening = { content: 'Hello', role: 'user' }
  expect(conversation([{ content, role: 'system' }, opening])).toBe(conversation([opening]))
  expect(conversation([{ content, role: 'user' }, opening])).not.toBe(conversation([opening]))
})
