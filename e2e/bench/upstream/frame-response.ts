import type { ModelResponse, ResponsePlan } from '../wire/response.ts'

export interface FramedResponse {
  /** Data of each write: HTTP chunks, with the head before the first and the terminator after the last. */
  writes: Buffer[]
  pace: ResponsePlan['pace']
}

const LEADING = 3
const TRAILING = 3

/** Opening and closing events are written together, as Anthropic sends them; every delta is a chunk of its own. */
export function frameResponse({ id, events }: ModelResponse, pace: ResponsePlan['pace']): FramedResponse {
  const groups = [
    events.slice(0, LEADING).join(''),
    ...events.slice(LEADING, -TRAILING),
    events.slice(-TRAILING).join(''),
  ]
  const writes = groups.map((group, index) => {
    const chunk = `${Buffer.byteLength(group).toString(16)}\r\n${group}\r\n`
    const before = index === 0 ? responseHead(id) : ''
    return Buffer.from(before + chunk + (index === groups.length - 1 ? '0\r\n\r\n' : ''))
  })
  return { pace, writes: pace === 'whole' ? [Buffer.concat(writes)] : writes }
}

function responseHead(id: number): string {
  const lines = [
    'HTTP/1.1 200 OK',
    'Date: Fri, 20 Nov 2026 11:00:00 GMT',
    'Content-Type: text/event-stream; charset=utf-8',
    'Transfer-Encoding: chunked',
    'Connection: keep-alive',
    'Cache-Control: no-cache',
    'anthropic-ratelimit-unified-status: allowed',
    'anthropic-ratelimit-unified-5h-status: allowed',
    'anthropic-ratelimit-unified-5h-reset: 1795186800',
    'anthropic-ratelimit-unified-5h-utilization: 0.31',
    'anthropic-ratelimit-unified-7d-status: allowed',
    'anthropic-ratelimit-unified-7d-reset: 1795618800',
    'anthropic-ratelimit-unified-7d-utilization: 0.12',
    `request-id: req_bench_${id}`,
    'strict-transport-security: max-age=31536000; includeSubDomains; preload',
    'anthropic-organization-id: 6f6f0d4e-7a6d-4b3e-8f5e-0d8f5b1c2a3d',
    'server: cloudflare',
    'x-envoy-upstream-service-time: 812',
    'cf-cache-status: DYNAMIC',
    'x-robots-tag: none',
    'cf-ray: 9a1b2c3d4e5f6071-FRA',
  ]
  return `${lines.join('\r\n')}\r\n\r\n`
}
