import { afterEach, beforeEach, expect, it } from 'vitest'
import type { WorkerData } from '../protocol.ts'
import type { EndMessage, RowMessage } from '../row-message.ts'
import {
  CLAUDE_REQUESTS,
  CLAUDE_SESSION,
  type RecordedClaudeRequest,
  toBytes,
} from '../../base/testing/claude-code-requests.ts'
import { openStorageWorker, type TestEngine } from './open-engine.ts'
import { planned } from './plan-rows.ts'

const T0 = Date.UTC(2026, 11, 1)

/** Tests of the link to the previous request, for every database. */
export function describeNeighbours(freshTarget: () => Promise<WorkerData['target']>): void {
  let target: WorkerData['target']
  let storageWorker: TestEngine

  beforeEach(async () => {
    target = await freshTarget()
    storageWorker = openStorageWorker(target)
  })
  afterEach(() => storageWorker.close())

  async function previousOf(id: string): Promise<string | undefined> {
    return (await storageWorker.read('request', { id })).request.previous
  }

  it('links a request to the newest before it of the same session, agent and kind', async () => {
    const [one, two, three] = CLAUDE_REQUESTS.filter(({ kind }) => kind === 'main')
    const agent = CLAUDE_REQUESTS.find(({ kind }) => kind === 'subagent')
    const title = CLAUDE_REQUESTS.find(({ kind }) => kind === 'title')
    const other = agent && { ...agent, agent: 'another' }
    const order = [one, title, agent, two, other, agent, other, title, three]
    const rows = order.map((request, index) => toRow(request, index))
    // Requests of one batch are each other's neighbours, as are those of earlier batches.
    await storageWorker.persist(rows.slice(0, 4))
    await storageWorker.persist(rows.slice(4))
    const previous = await Promise.all(rows.map(({ requestId }) => previousOf(requestId)))
    const ids = [0, 1, 2, 3, 4, 5, 6, 7].map(idAt)
    expect(previous).toEqual([
      undefined,
      undefined,
      undefined,
      ids[0],
      undefined,
      ids[2],
      ids[4],
      ids[1],
      ids[3],
    ])
    const { request } = await storageWorker.read('request', { id: idAt(7) })
    expect(request.kind).toBe('title')
    const { total } = await storageWorker.read('summaries', { offset: 0, limit: 0, kind: 'subagent' })
    expect(total).toBe(4)
  })

  it('links no request across sessions, nor to one that was deleted', async () => {
    const [main] = CLAUDE_REQUESTS
    const sessions = ['a', 'b', 'a', 'b']
    const rows = sessions.map((sessionId, index) => ({ ...toRow(main, index), sessionId }))
    for (const row of rows) await storageWorker.persist([row])
    expect(await previousOf(idAt(1))).toBeUndefined()
    expect(await previousOf(idAt(2))).toBe(idAt(0))
    await storageWorker.read('clear', { before: T0 + 1000 })
    expect(await previousOf(idAt(2))).toBeUndefined()
    expect(await previousOf(idAt(3))).toBe(idAt(1))
  })
}

function idAt(index: number): string {
  return `0000000${index}abcdef${index}0`
}

/** A finished request, a second after the one before it. */
function toRow(request: RecordedClaudeRequest | undefined, index: number): RowMessage & { end: EndMessage } {
  const [row] = planned({ count: 1 })
  if (row === undefined || request === undefined) throw new Error('nothing recorded')
  return {
    ...row,
    requestId: idAt(index),
    startedAt: T0 + index * 1000,
    endpoint: '/v1/messages',
    sessionId: CLAUDE_SESSION,
    agentId: request.agent,
    end: { ...row.end, requestBody: toBytes(request.body), keepBody: true },
  }
}
