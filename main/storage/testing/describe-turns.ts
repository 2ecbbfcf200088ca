import { afterEach, beforeEach, expect, it } from 'vitest'
import type { WorkerData } from '../protocol.ts'
import type { EndMessage, RowMessage } from '../row-message.ts'
import { openStorageWorker, type TestEngine } from './open-engine.ts'
import { planned } from './plan-rows.ts'

/** Rows of one session with bodies: each asks `ask n` and is answered `answer n`. */
export function spokenRows(count: number): (RowMessage & { end: EndMessage })[] {
  return planned({ count }).map((row, index) => ({
    ...row,
    endpoint: '/v1/messages',
    sessionId: 'the-session',
    end: {
      ...row.end,
      requestBody: Buffer.from(
        JSON.stringify({ tools: [{ name: 'Read' }], messages: [{ role: 'user', content: `ask ${index}` }] }),
      ),
      responseBody: Buffer.from(JSON.stringify({ content: [{ type: 'text', text: `answer ${index}` }] })),
      responseHeaders: 'content-type\napplication/json',
    },
  }))
}

/** Tests of summaries and titles, for every database. */
export function describeTurns(freshTarget: () => Promise<WorkerData['target']>): void {
  let storageWorker: TestEngine

  beforeEach(async () => {
    storageWorker = openStorageWorker(await freshTarget())
  })
  afterEach(() => storageWorker.close())

  it('summarizes each request, and names its session after the first words', async () => {
    const rows = spokenRows(30)
    // The first request is stored last.
    await storageWorker.persist(rows.slice(10))
    await storageWorker.persist(rows.slice(0, 10))
    const { requests } = await storageWorker.read('summaries', { offset: 0, limit: 0 })
    expect(requests.map(({ asked, result, sessionTitle }) => ({ asked, result, sessionTitle }))).toEqual(
      rows.map((_, n) => ({ asked: `ask ${n}`, result: `answer ${n}`, sessionTitle: 'ask 0' })).toReversed(),
    )
    const detail = await storageWorker.read('request', { id: rows[3]?.requestId ?? '' })
    expect(detail.request).toMatchObject({ asked: 'ask 3', result: 'answer 3', sessionTitle: 'ask 0' })
  })

  it('summarizes nothing without captured bodies', async () => {
    const rows = spokenRows(3).map((row) => ({ ...row, end: { ...row.end, keepBody: false } }))
    await storageWorker.persist(rows)
    const { requests } = await storageWorker.read('summaries', { offset: 0, limit: 0 })
    expect(requests).toHaveLength(3)
    expect(JSON.stringify(requests)).not.toMatch(/ask \d|answer \d/)
  })

  it('forgets the titles of deleted sessions', async () => {
    await storageWorker.persist(spokenRows(3))
    await storageWorker.read('clear', { before: Date.now() * 2 })
    await storageWorker.persist(
      spokenRows(3).map((row) => ({ ...row, end: { ...row.end, keepBody: false } })),
    )
    const { requests } = await storageWorker.read('summaries', { offset: 0, limit: 0 })
    expect(requests.map(({ sessionTitle }) => sessionTitle)).toEqual([undefined, undefined, undefined])
  })
}
