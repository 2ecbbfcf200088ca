import type { Store } from '../../main/storage/client/store.ts'
import type { EndedRequest } from '../../shared/request-stages.ts'

/** One finished request of the seeded log. */
export interface Seeded {
  id: string
  startedAt: number
  model: string | undefined
  org: string | undefined
  status: number
  durationMs: number
  input: number
  output: number
  cacheCreation: number
  cacheRead: number
}

/** Wednesday noon; the log covers the six days before it. */
export const SEEDED_UNTIL = Date.UTC(2026, 9, 7, 12)

const HOUR = 3_600_000
const MODELS = ['claude-opus-5', 'claude-sonnet-5-5-20260901', 'Some-OTHER-model', undefined]
const ORGANIZATIONS = ['org-a', 'org-b', undefined]

/** Requests written by `seed`, oldest first; identical on every run. */
const SEEDED: readonly Seeded[] = Array.from({ length: 48 }, (_, i) => ({
  id: `${((i + 1) * 7919).toString(16).padStart(8, '0')}${((i + 1) * 104_729).toString(16).padStart(8, '0')}`,
  startedAt: SEEDED_UNTIL - (48 - i) * 3 * HOUR + i * 61_000,
  model: MODELS[(i * 7 + Math.floor(i / 5)) % MODELS.length],
  org: ORGANIZATIONS[i % ORGANIZATIONS.length],
  status: i % 11 === 0 ? 529 : 200,
  durationMs: i % 13 === 0 ? 0 : 100 + i * 17,
  input: i * 10,
  output: i * 3 + 1,
  cacheCreation: i % 4 === 0 ? i * 100 : 0,
  cacheRead: i % 3 === 0 ? i * 1000 : 0,
}))

/** The request with captured bodies, headers and stream. */
export const WHOLE = {
  id: 'feedfacecafe0001',
  startedAt: SEEDED_UNTIL - 1000,
  session: 'whole-session',
  secret: 'sk-ant-api03-CANARY-0123456789abcdef',
  body: '{"model":"claude-opus-5","max_tokens":12345678901234567890,"metadata":{"user_id":"user_CANARY_account_1_session_whole-session"},"messages":[{"role":"user","content":"it\'s <b>bold</b> & $HOME `id` sk-ant-api03-CANARY-0123456789abcdef"}],"stream":true}',
  stream: [
    [
      'message_start',
      '{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-opus-5","content":[],"usage":{"input_tokens":7,"output_tokens":1}}}',
    ],
    [
      'content_block_start',
      '{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}',
    ],
    [
      'content_block_delta',
      '{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"hi"}}',
    ],
    ['content_block_stop', '{"type":"content_block_stop","index":0}'],
    [
      'message_delta',
      '{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":2}}',
    ],
    ['message_stop', '{"type":"message_stop"}'],
  ]
    .map(([event, data]) => `event: ${event}\ndata: ${data}\n\n`)
    .join(''),
} as const

/** The fully captured request, as the statistics count it. */
const COUNTED_WHOLE: Seeded = {
  id: WHOLE.id,
  startedAt: WHOLE.startedAt,
  model: 'claude-opus-5',
  org: 'org-a',
  status: 200,
  durationMs: 900,
  input: 7,
  output: 2,
  cacheCreation: 0,
  cacheRead: 0,
}

/** Writes all seeded requests, including the fully captured one, to the log. */
export async function seed(store: Store): Promise<void> {
  for (const one of SEEDED) {
    store.open({
      requestId: one.id,
      startedAt: one.startedAt,
      method: 'POST',
      target: '/v1/messages?beta=true',
      headers: ['content-type', 'application/json', 'user-agent', 'claude-cli/2.1.328 (external, cli)'],
    })
    store.finish(one.id, toEnd(one))
  }
  store.open({
    requestId: WHOLE.id,
    startedAt: WHOLE.startedAt,
    method: 'POST',
    target: '/v1/messages?beta=true',
    headers: ['Content-Type', 'application/json', 'X-Api-Key', WHOLE.secret, 'Accept', 'application/json'],
  })
  store.finish(WHOLE.id, {
    ...toEnd(COUNTED_WHOLE),
    responseHeaders: [
      'content-type',
      'text/event-stream; charset=utf-8',
      'anthropic-organization-id',
      'org-a',
      'anthropic-ratelimit-requests-remaining',
      '41',
      'anthropic-ratelimit-unified-status',
      'allowed',
      'anthropic-ratelimit-unified-5h-utilization',
      '0.25',
    ],
    requestBody: Buffer.from(WHOLE.body),
    responseBody: Buffer.from(WHOLE.stream),
  })
  await store.flush()
}

/** All seeded requests, as the statistics count them. */
export const COUNTED: readonly Seeded[] = [...SEEDED, COUNTED_WHOLE]

function toEnd({ model, org, status, durationMs, ...usage }: Seeded): EndedRequest {
  return {
    endedBy: 'upstream',
    phase: 'done',
    durationMs,
    ttfbMs: Math.floor(durationMs / 3),
    status,
    model,
    provider: 'anthropic',
    isStreaming: true,
    stopReason: status === 200 ? 'end_turn' : undefined,
    errorType: status === 200 ? undefined : 'overloaded_error',
    usage: {
      input_tokens: usage.input,
      output_tokens: usage.output,
      cache_creation_input_tokens: usage.cacheCreation,
      cache_read_input_tokens: usage.cacheRead,
      service_tier: 'standard',
    },
    responseHeaders: [
      'content-type',
      'application/json',
      ...(org === undefined ? [] : ['anthropic-organization-id', org]),
    ],
  }
}
