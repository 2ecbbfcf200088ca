import { expect, it } from 'vitest'
import type { RequestKind } from '../../../shared/request-kind.ts'
import { CLAUDE_REQUESTS, CLAUDE_SESSION } from '../../base/testing/claude-code-requests.ts'
import { scanBody } from '../body/scan-body.ts'
import { kindOf } from './request-kind.ts'

function read(
  body: unknown,
  { agentId, endpoint = '/v1/messages', session }: { agentId?: string; endpoint?: string; session?: string },
): RequestKind | undefined {
  const bytes = Buffer.from(JSON.stringify(body))
  const map = scanBody(bytes)
  return map && kindOf({ endpoint, agentId }, session, { bytes, map })
}

it.each(CLAUDE_REQUESTS)('recognises a $kind request of Claude Code', ({ kind, agent, body }) => {
  expect(read(body, { session: CLAUDE_SESSION, ...(agent !== undefined && { agentId: agent }) })).toBe(kind)
})

it('recognises the calls that a sub-agent makes beside its loop', () => {
  const beside = CLAUDE_REQUESTS.filter(({ kind }) => kind !== 'main' && kind !== 'subagent')
  expect(beside).toHaveLength(6)
  for (const { kind, body } of beside)
    expect(read(body, { agentId: 'a1', session: CLAUDE_SESSION })).toBe(kind)
})

it('counts the requests of other clients as others, and everything but messages', () => {
  const [main] = CLAUDE_REQUESTS
  expect(read(main?.body, {})).toBe('other')
  expect(read(main?.body, { session: CLAUDE_SESSION, endpoint: '/v1/messages/count_tokens' })).toBe('other')
  expect(read({ model: 'm', max_tokens: 1, messages: [] }, { session: CLAUDE_SESSION })).toBe('other')
})

it('is not deceived by a conversation about the instructions of other kinds', () => {
  const body = CLAUDE_REQUESTS[0]?.body ?? {}
  const quotes = ['Your task is to create a detailed summary of x', 'You are naming a coding session']
  const texts = quotes.map((text) => ({ type: 'text', text: `Why does it say "${text}"?` }))
  const question = { role: 'user', content: [...texts, { type: 'text', text: 'Tell me.' }] }
  const messages = [...(body['messages'] as object[]), question]
  expect(read({ ...body, messages }, { session: CLAUDE_SESSION })).toBe('main')
  const tools = [...(body['tools'] as object[]), { type: 'web_search_20250305', name: 'web_search' }]
  expect(read({ ...body, tools: tools.toReversed() }, { session: CLAUDE_SESSION })).toBe('main')
})
