import { expect, it } from 'vitest'
import type { Explanation } from '../../shared/explanation.ts'
import { explanationLines } from './explanation-lines.ts'

const EXPLANATION: Explanation = {
  requestId: 'abc12345',
  previous: 'def67890',
  kind: 'main',
  cache: {
    expected: 20_000,
    read: 0,
    written: 21_000,
    missed: 20_000,
    cost: 0.23,
    reason: {
      kind: 'tools',
      path: '/tools/3',
      before: '{"name":"Edit"}',
      after: '{"name":"mcp__x\u001B[31m__y"}',
      said: 'tools_changed',
    },
  },
  context: Array.from({ length: 10 }, (_, index) => ({ source: `source-${index}`, tokens: 100, share: 0.1 })),
  time: {
    ours: null,
    connect: null,
    tls: null,
    wait: 850,
    first_token: null,
    stream: 12_340,
    stalls: [],
    usual: { requests: 12, wait: 900, duration: 8000 },
  },
}

it('says why, where and at what cost, in plain characters', () => {
  const text = explanationLines(EXPLANATION).join('\n')
  expect(text).toContain('Request: abc12345 (main, after def67890)')
  expect(text).toContain('20,000 expected, 0 read, 21,000 written, 20,000 missed (≈ $0.23 more)')
  expect(text).toContain('Reason: The tools changed.')
  expect(text).toContain('  at /tools/3\n  - {"name":"Edit"}\n  + {"name":"mcp__x [31m__y"}')
  expect(text).toContain('The API says: tools_changed')
  expect(text).toContain('  source-0              10.0 %  100 tokens\n')
  expect(text).toContain('  other                 20.0 %')
  expect(text).toContain(
    'Time: 850 ms until the first byte, 12.3 s streaming, usually 900 ms and 8.0 s in all',
  )
})

it('says that nothing was missed, and that a body is not stored', () => {
  const text = explanationLines({
    ...EXPLANATION,
    previous: null,
    cache: { ...EXPLANATION.cache, missed: 0, cost: 0, reason: null },
    context: [],
    note: { code: 'explanation.no_body', params: {}, message: 'The body isn’t stored.' },
  }).join('\n')
  expect(text).toContain('Request: abc12345 (main)\nThe body isn’t stored.')
  expect(text).toContain('nothing missed')
  expect(text).not.toContain('Reason')
  expect(text).not.toContain('Context')
})

it('says how to avoid a miss, and where the time went', () => {
  const time = {
    ...EXPLANATION.time,
    ours: 0.42,
    connect: 80,
    first_token: 900,
    stalls: [{ at: 2_000, ms: 7_500 }],
    usual: null,
  }
  const text = explanationLines({ ...EXPLANATION, time }).join('\n')
  expect(text).toContain('To avoid it: Connect MCP servers before the session starts')
  expect(text).toContain(
    'Time: 0.4 ms in Signalbox, 80 ms to connect, 850 ms until the first byte, 900 ms until the first token, ' +
      '12.3 s streaming, a stall of 7.5 s after 2.0 s',
  )
})
