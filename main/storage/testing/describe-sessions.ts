import { afterEach, beforeEach, expect, it } from 'vitest'
import type { SessionList, SessionSummary } from '../../../shared/sessions.ts'
import type { SessionsParams } from '../../base/request-log-queries.ts'
import type { WorkerData } from '../protocol.ts'
import type { RowMessage } from '../row-message.ts'
import { keepAll } from './fill-engine.ts'
import { WORK_PRICES, type WorkRow, workRows } from './naive-usage.ts'
import { openStorageWorker, type TestEngine } from './open-engine.ts'

const RANGE = { from: Date.UTC(2026, 9, 20), to: Date.UTC(2026, 10, 3) }
const prices = { prices: [...WORK_PRICES] }

/** Tests of sessions with their usage, for every database. */
export function describeSessions(freshTarget: () => Promise<WorkerData['target']>): void {
  let storageWorker: TestEngine
  let rows: WorkRow[]
  beforeEach(async () => {
    storageWorker = openStorageWorker(await freshTarget())
    rows = workRows({ ...RANGE, count: 600 })
    await keepAll(
      storageWorker,
      rows.map(({ row }) => row),
    )
  })
  afterEach(() => storageWorker.close())

  function list(params: Partial<SessionsParams> = {}): Promise<SessionList> {
    return storageWorker.read('sessions', { sort: 'last', offset: 0, limit: 50, prices, ...params })
  }

  it('lists every session with the usage that the usage page has, and its own facts', async () => {
    const { sessions, total } = await list()
    expect(total).toBe(12)
    const usage = await storageWorker.read('usageBy', {
      start: RANGE.from,
      end: RANGE.to,
      tz: 'UTC',
      groups: ['session'],
      source: 'proxy',
      prices,
    })
    for (const session of sessions) {
      const group = usage.groups.find(({ key }) => key.session === session.id)
      const writes =
        (group?.cache_creation_5m_input_tokens ?? 0) + (group?.cache_creation_1h_input_tokens ?? 0)
      expect(session).toMatchObject({
        requests: group?.requests,
        input_tokens: group?.input_tokens,
        output_tokens: group?.output_tokens,
        cache_read_input_tokens: group?.cache_read_input_tokens,
        cache_creation_input_tokens: writes,
      })
      expect(session.cost ?? -1).toBeCloseTo(group?.cost ?? -1, 6)
      expect(session).toMatchObject(naive(rows, session.id))
    }
    expect(sessions.some(({ errors }) => errors > 0)).toBe(true)
    expect(sessions.every(({ contextTokens }) => contextTokens !== undefined)).toBe(true)
  })

  it('sorts by time, cost and tokens, in pages', async () => {
    const { sessions } = await list()
    const values: Record<SessionsParams['sort'], (session: SessionSummary) => number> = {
      last: ({ lastAt }) => Date.parse(lastAt),
      cost: ({ cost }) => cost ?? -1,
      tokens: (one) =>
        one.input_tokens + one.output_tokens + one.cache_read_input_tokens + one.cache_creation_input_tokens,
    }
    for (const sort of ['last', 'cost', 'tokens'] as const) {
      const first = await list({ sort, limit: 5 })
      const rest = await list({ sort, offset: 5 })
      const expected = sessions.toSorted((a, b) => values[sort](b) - values[sort](a))
      expect([...first.sessions, ...rest.sessions].map(({ id }) => id)).toEqual(expected.map(({ id }) => id))
      expect(first.total).toBe(12)
    }
  })

  it('finds sessions by title, project and id', async () => {
    expect((await list({ search: 'SESSION-11' })).sessions.map(({ id }) => id)).toEqual(['session-11'])
    const inProject = await list({ search: 'me/project 2' })
    expect(inProject.sessions.map(({ id }) => id).toSorted()).toEqual([
      'session-10',
      'session-2',
      'session-6',
    ])
    expect(await list({ search: "' or 1=1 --" })).toMatchObject({ sessions: [], total: 0 })
    expect((await list({ search: 'hi' })).total).toBe(12)
  })

  it('puts a session in flight on top, even before its first request has ended', async () => {
    const row = rows[0]?.row
    if (row === undefined) throw new Error('no rows')
    const open = (one: RowMessage): RowMessage => ({ ...one, end: undefined })
    const at = RANGE.from + 1000
    await storageWorker.persist([
      { ...open(row), requestId: 'aaaa0000', sessionId: 'session-3', startedAt: at },
      { ...open(row), requestId: 'aaaa0001', sessionId: 'brand new', startedAt: at + 1 },
    ])
    const { sessions, total } = await list()
    expect(total).toBe(13)
    expect(sessions.slice(0, 2).map(({ id, running }) => [id, running])).toEqual([
      ['session-3', 1],
      ['brand new', 1],
    ])
    const begun = await storageWorker.read('session', { id: 'brand new', prices })
    expect(begun).toMatchObject({ requests: 0, running: 1, cost: 0, models: [], byAgent: [] })
  })

  it('shows one session by its agents, and none that does not exist', async () => {
    const session = await storageWorker.read('session', { id: 'session-4', prices })
    const { byAgent, ...summary } = session
    const { sessions } = await list()
    expect(summary).toEqual(sessions.find(({ id }) => id === 'session-4'))
    expect(byAgent[0]?.agent).toBeUndefined()
    expect(new Set(byAgent.slice(1).map(({ agent }) => agent))).toEqual(new Set(agentsOf(rows, 'session-4')))
    expect(byAgent.reduce((sum, { requests }) => sum + requests, 0)).toBe(session.requests)
    expect(await storageWorker.ask('session', { id: 'nobody', prices })).toBeUndefined()
  })
}

function agentsOf(rows: readonly WorkRow[], session: string): string[] {
  const agents = rows.flatMap(({ row }) => (row.sessionId === session ? (row.agentId ?? []) : []))
  return [...new Set(agents)].toSorted()
}

function naive(rows: readonly WorkRow[], id: string) {
  const own = rows.filter(({ row }) => row.sessionId === id)
  const times = own.map(({ row }) => row.startedAt)
  const [first, last] = [Math.min(...times), Math.max(...times)]
  const newest = own
    .filter(({ row, kind }) => kind === 'main' && row.agentId === undefined)
    .toSorted((a, b) => b.row.startedAt - a.row.startedAt)[0]?.row.end
  const project = own.find((row) => row.project !== null)?.project
  return {
    agents: agentsOf(rows, id).length,
    errors: own.filter(({ row }) => row.end.status === 529).length,
    running: 0,
    startedAt: new Date(first).toISOString(),
    lastAt: new Date(last).toISOString(),
    durationMs: last - first,
    ...(typeof project === 'string' && { project }),
    contextTokens:
      (newest?.inputTokens ?? 0) + (newest?.cacheCreationTokens ?? 0) + (newest?.cacheReadTokens ?? 0),
  }
}
