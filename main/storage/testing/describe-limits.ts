import { afterEach, beforeEach, expect, it } from 'vitest'
import { joinHeaders } from '../headers.ts'
import type { RowMessage } from '../row-message.ts'
import type { WorkerData } from '../protocol.ts'
import { openStorageWorker, type TestEngine } from './open-engine.ts'
import { planned } from './plan-rows.ts'

const SECOND = 1_000
const PREFIX = 'anthropic-ratelimit-unified-'

/** Tests of how limits are merged from many responses, for every database. */
export function describeLimits(freshTarget: () => Promise<WorkerData['target']>): void {
  let storageWorker: TestEngine
  let ids = 0
  const start = Date.now() - 600 * SECOND

  beforeEach(async () => {
    storageWorker = openStorageWorker(await freshTarget())
  })
  afterEach(() => storageWorker.close())

  /** A finished request of an organization; `after` in seconds. */
  function responded(after: number, headers: Record<string, string>, organizationId?: string): RowMessage {
    const at = start + after * SECOND
    const [row] = planned({ count: 1, from: at, to: at + 1 })
    if (row?.end === undefined) throw new Error('a planned row has ended')
    const responseHeaders = joinHeaders(Object.entries(headers).flat())
    const end = { ...row.end, ttfbMs: 0, organizationId, responseHeaders }
    return { ...row, requestId: `limit-${++ids}`, startedAt: at, end }
  }

  async function windows(): Promise<unknown[]> {
    const { rateLimits } = await storageWorker.read('rateLimits', {})
    return rateLimits.map((snapshot) => [
      snapshot.organizationId,
      Object.fromEntries(
        snapshot.windows.map(({ name, used, capturedAt }) => [
          name,
          [used, Math.round((Date.parse(capturedAt) - start) / SECOND)],
        ]),
      ),
    ])
  }

  it('keeps each window from the newest response that named it, and a bare 429 wipes none', async () => {
    const fable = {
      [`${PREFIX}5h-utilization`]: '0.3',
      [`${PREFIX}7d-utilization`]: '0.5',
      [`${PREFIX}7d_oi-utilization`]: '0.9',
    }
    const haiku = { [`${PREFIX}5h-utilization`]: '0.31', [`${PREFIX}7d-utilization`]: '0.51' }
    const bare = { 'retry-after': '30' }
    await storageWorker.persist([responded(1, fable)])
    await storageWorker.persist([responded(2, haiku), responded(3, bare)])
    await storageWorker.persist([responded(4, bare)])
    const expected = [[undefined, { '5h': [0.31, 2], '7d': [0.51, 2], '7d_oi': [0.9, 1] }]]
    expect(await windows()).toEqual(expected)
    // Written late, as after a restart: older values replace no newer ones.
    await storageWorker.persist([responded(0, { [`${PREFIX}7d_oi-utilization`]: '0.1' })])
    expect(await windows()).toEqual(expected)
    const { rateLimits } = await storageWorker.read('rateLimits', {})
    expect(rateLimits[0]?.rateLimit).toMatchObject({ unifiedUtilization5h: 0.31, unifiedUtilization7d: 0.51 })
  })

  it('merges within one batch as over several', async () => {
    await storageWorker.persist([
      responded(1, { [`${PREFIX}7d_oi-utilization`]: '0.9' }),
      responded(2, { [`${PREFIX}5h-utilization`]: '0.31' }),
      responded(3, { 'retry-after': '30' }),
    ])
    expect(await windows()).toEqual([[undefined, { '5h': [0.31, 2], '7d_oi': [0.9, 1] }]])
  })

  it('keeps accounts apart', async () => {
    await storageWorker.persist([
      responded(1, { [`${PREFIX}5h-utilization`]: '0.9' }, 'org-a'),
      responded(2, { [`${PREFIX}7d-utilization`]: '0.2' }, 'org-b'),
      responded(3, { [`${PREFIX}5h-utilization`]: '0.1' }),
    ])
    expect(await windows()).toEqual([
      [undefined, { '5h': [0.1, 3] }],
      ['org-b', { '7d': [0.2, 2] }],
      ['org-a', { '5h': [0.9, 1] }],
    ])
  })

  it('keeps a bounded number of invented windows and organizations', async () => {
    const invented = (from: number) =>
      Object.fromEntries(
        Array.from({ length: 400 }, (_, index) => [`${PREFIX}w${from + index}-utilization`, '0.5']),
      )
    for (let batch = 0; batch < 25; batch++)
      await storageWorker.persist([responded(batch, invented(batch * 400), 'org-a')])
    await storageWorker.persist(
      Array.from({ length: 100 }, (_, index) =>
        responded(100 + index, { [`${PREFIX}5h-utilization`]: '0.5' }, `org-${index}`),
      ),
    )
    const { rateLimits } = await storageWorker.read('rateLimits', {})
    expect(rateLimits).toHaveLength(32)
    await storageWorker.persist([responded(300, { [`${PREFIX}5h-utilization`]: '0.6' }, 'org-a')])
    const [first] = (await storageWorker.read('rateLimits', {})).rateLimits
    expect(first?.organizationId).toBe('org-a')
    expect(first?.windows.length).toBeLessThanOrEqual(64)
    expect(first?.windows[0]).toMatchObject({ name: '5h', used: 0.6 })
  })
}
