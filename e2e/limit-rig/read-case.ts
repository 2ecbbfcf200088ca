import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createStore } from '../../main/storage/client/create-store.ts'
import type { RateLimitSnapshot } from '../../shared/rate-limit.ts'
import type { LimitCase } from './limit-cases.ts'

const MINUTE = 60_000

/**
 * The response of `/api/rate-limits` after the responses of a case, through the real store.
 *
 * @param now in ms since 1970
 */
export async function readCase({ responses }: LimitCase, now: number): Promise<RateLimitSnapshot[]> {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-limits-'))
  const store = createStore({ folder, capture: 'metadata', retention: { maxDays: 0, maxBytes: 0 } })
  try {
    for (const [index, { ago, organization, headers }] of responses(now).entries()) {
      const requestId = `11${index.toString(16).padStart(14, '0')}`
      store.open({
        requestId,
        startedAt: now - ago * MINUTE,
        method: 'POST',
        target: '/v1/messages',
        headers: [],
      })
      store.finish(requestId, {
        provider: 'anthropic',
        status: 200,
        durationMs: 0,
        ttfbMs: 0,
        endedBy: 'upstream',
        phase: 'done',
        responseHeaders: Object.entries({
          ...headers,
          ...(organization !== undefined && { 'anthropic-organization-id': organization }),
        }).flat(),
      })
    }
    await store.flush()
    const { rateLimits } = (await store.read('rateLimits', {})) ?? { rateLimits: [] }
    return rateLimits
  } finally {
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
