import { sql } from 'kysely'
import { REQUEST_COLUMNS } from '../../../shared/request-record.ts'
import type { SessionDetail, SessionList, SessionSummary } from '../../../shared/sessions.ts'
import type { SessionParams, SessionsParams } from '../../base/request-log-queries.ts'
import { clean } from '../write/dictionary.ts'
import type { Condition } from './condition.ts'
import type { QueryDeps } from './query-deps.ts'
import { findFacts, findOpen, NO_FACTS, type OpenRequests, type SessionFacts } from './session-facts.ts'
import { costOfSum, emptyTotals, type SessionSum, sumSessions, type SessionTotals } from './session-sums.ts'

interface Known {
  id: number
  /** Empty if unknown. */
  title: string
  /** Start of the newest request, in ms since 1970. */
  last: number
}

/** `GET /api/sessions`. A fixed number of statements, however many sessions there are. */
export async function listSessions(
  deps: QueryDeps,
  { search, sort, offset, limit, prices }: SessionsParams,
): Promise<SessionList> {
  const open = await findOpen(deps)
  const known = await findSessions(deps, { open, search })
  const byTime = (a: Known, b: Known) =>
    Number(open.has(b.id)) - Number(open.has(a.id)) || b.last - a.last || b.id - a.id
  const ids = (some: readonly Known[]) => some.map(({ id }) => id)
  const page = { offset, limit, total: known.length }
  if (sort === 'last') {
    const some = known.toSorted(byTime).slice(offset, offset + limit)
    const totals = await sumSessions(deps, { ids: ids(some), prices })
    return { sessions: await describe(deps, some, { totals, open }), ...page }
  }
  const ranks = await sumSessions(deps, { prices })
  const value = (id: number) => valueOf(ranks.get(id), sort)
  const some = known
    .toSorted((a, b) => value(b.id) - value(a.id) || b.last - a.last || b.id - a.id)
    .slice(offset, offset + limit)
  const totals = await sumSessions(deps, { ids: ids(some), prices })
  return { sessions: await describe(deps, some, { totals, open }), ...page }
}

/** `GET /api/sessions/{id}`; undefined if no request has it. */
export async function findSession(
  deps: QueryDeps,
  { id: text, prices }: SessionParams,
): Promise<SessionDetail | undefined> {
  const { database, texts } = deps
  const id = await texts.find(database.db, REQUEST_COLUMNS.sessionId.term, text)
  if (id === undefined) return undefined
  const open = await findOpen(deps)
  const [known] = await findSessions(deps, { open, id })
  if (known === undefined) return undefined
  const totals = await sumSessions(deps, { ids: [id], prices })
  const [summary] = await describe(deps, [known], { totals, open })
  if (summary === undefined) return undefined
  const agents = [...(totals.get(id)?.byAgent ?? [])]
  await texts.learn(
    database.db,
    agents.map(([agent]) => agent),
  )
  const byAgent = agents
    .toSorted(([a, one], [b, other]) => Number(a !== 0) - Number(b !== 0) || other.cost - one.cost)
    .map(([agent, sum]) => ({ ...(agent !== 0 && { agent: texts.of(agent) ?? '?' }), ...toUsage(sum) }))
  return { ...summary, byAgent }
}

interface Wanted {
  open: ReadonlyMap<number, OpenRequests>
  search?: string | undefined
  id?: number
}

/** A session has no row of its own before its first request ends. */
async function findSessions(deps: QueryDeps, { open, search, id }: Wanted): Promise<Known[]> {
  const { db } = deps.database
  const condition = id === undefined ? searchCondition(deps, search) : sql`session_id = ${id}`
  const { rows } = await sql<Known>`
    select session_id as "id", title, last_at as "last" from session where ${condition}`.execute(db)
  const stored = new Set(rows.map((row) => row.id))
  const isAsked = (session: number) =>
    !stored.has(session) && (id === undefined ? (search ?? '').trim() === '' : session === id)
  const begun = [...open].flatMap(([session, { last }]) =>
    isAsked(session) ? [{ id: session, title: '', last }] : [],
  )
  return [...rows.map((row) => ({ ...row, last: Math.max(row.last, open.get(row.id)?.last ?? 0) })), ...begun]
}

/** Title, project or id contain the text, ignoring the case of ASCII. */
function searchCondition({ database }: QueryDeps, search = ''): Condition {
  const text = clean(search)
    .trim()
    .replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())
  if (text === '') return sql`1 = 1`
  const terms = (kind: number) =>
    sql`select id from term where kind = ${kind} and ${database.contains('text', text)}`
  return sql`(${database.contains('title', text)}
    or session_id in (${terms(REQUEST_COLUMNS.sessionId.term)})
    or session_id in (select session_id from session_usage
      where project_id in (${terms(REQUEST_COLUMNS.project.term)})))`
}

/** Sessions without a price, or without a finished request, are the last. */
function valueOf(sum: SessionTotals | undefined, sort: 'cost' | 'tokens'): number {
  if (sum === undefined) return -1
  return sort === 'cost' ? (costOfSum(sum) ?? -1) : sum.input + sum.output + sum.writes + sum.reads
}

interface Found {
  totals: ReadonlyMap<number, SessionTotals>
  open: ReadonlyMap<number, OpenRequests>
}

async function describe(
  deps: QueryDeps,
  sessions: readonly Known[],
  { totals, open }: Found,
): Promise<SessionSummary[]> {
  const { database, texts } = deps
  const ids = sessions.map(({ id }) => id)
  const since = Math.min(...sessions.map(({ id, last }) => Math.min(last, totals.get(id)?.from ?? last)))
  const facts = await findFacts(deps, ids, since)
  await texts.learn(database.db, ids)
  return sessions.map((session) =>
    toSummary(session, {
      texts,
      sum: totals.get(session.id) ?? emptyTotals(),
      facts: facts.get(session.id) ?? NO_FACTS,
      open: open.get(session.id) ?? { count: 0, first: session.last, last: session.last },
    }),
  )
}

interface Parts {
  texts: QueryDeps['texts']
  sum: SessionTotals
  facts: SessionFacts
  open: OpenRequests
}

function toSummary({ id, title, last }: Known, { texts, sum, facts, open }: Parts): SessionSummary {
  const started = Math.min(facts.startedAt ?? last, open.first, last)
  const [projectId] = mostFrequent(sum.projects)
  const project = projectId === undefined ? undefined : texts.of(projectId)
  const agents = [...sum.byAgent.keys()].filter((agent) => agent !== 0).length
  return {
    id: texts.of(id) ?? '?',
    ...(title !== '' && { title }),
    ...(project !== undefined && { project }),
    models: mostFrequent(sum.models).flatMap((model) => texts.of(model) ?? []),
    ...toUsage(sum),
    agents,
    errors: facts.errors,
    running: open.count,
    startedAt: new Date(started).toISOString(),
    lastAt: new Date(last).toISOString(),
    durationMs: last - started,
    ...(facts.contextTokens !== undefined && { contextTokens: facts.contextTokens }),
  }
}

function mostFrequent(counts: ReadonlyMap<number, number>): number[] {
  return [...counts].toSorted(([, a], [, b]) => b - a).map(([id]) => id)
}

function toUsage(sum: SessionSum) {
  return {
    requests: sum.requests,
    input_tokens: sum.input,
    output_tokens: sum.output,
    cache_read_input_tokens: sum.reads,
    cache_creation_input_tokens: sum.writes,
    cost: costOfSum(sum),
  }
}
