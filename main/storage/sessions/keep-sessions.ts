import type { Transaction } from 'kysely'
import type { RequestKind } from '../../../shared/request-kind.ts'
import type { Database } from '../database.ts'
import type { Schema, SessionTable } from '../schema.ts'
import type { TurnFacts } from '../summary/read-turn.ts'
import { toTitle } from '../summary/read-title.ts'
import type { RequestRow } from '../write/request-row.ts'

/**
 * Sources of a session's title; a higher one replaces a lower one.
 *
 * @internal exported for its test
 */
export const TITLE_RANK = { none: 0, firstWords: 1, claudeCode: 2 } as const

const CHUNK = 400

/** Facts about a request's session; none without a session. */
export function toSession(
  kind: RequestKind | undefined,
  {
    turn,
    columns,
  }: { turn: TurnFacts | undefined; columns: Pick<RequestRow, 'session_id' | 'started_at'> | undefined },
): SessionTable[] {
  const { session_id, started_at = 0 } = columns ?? {}
  if (session_id === null || session_id === undefined) return []
  return [{ session_id, ...titleIn(turn, kind), title_at: started_at, last_at: started_at }]
}

function titleIn(
  turn: TurnFacts | undefined,
  kind: RequestKind | undefined,
): Pick<SessionTable, 'title' | 'title_rank'> {
  // An agent may be asked for JSON with a title, which names something else.
  const isAgent = kind === 'main' || kind === 'subagent'
  if (turn?.title !== undefined && !isAgent) return { title: turn.title, title_rank: TITLE_RANK.claudeCode }
  // Only these are the user's words; a sub-agent, for example, is asked by the main agent.
  const words = kind === 'main' ? turn?.summary.asked : undefined
  // Already redacted.
  const title = words === undefined ? undefined : toTitle(words, (text) => text)
  return title === undefined
    ? { title: '', title_rank: TITLE_RANK.none }
    : { title, title_rank: TITLE_RANK.firstWords }
}

/** Stores the titles and the newest requests of sessions. */
export async function keepSessions(
  { database, trx }: { database: Database; trx: Transaction<Schema> },
  told: readonly SessionTable[],
): Promise<void> {
  const ids = [...new Set(told.map(({ session_id }) => session_id))]
  const merged = new Map<number, SessionTable>()
  for (let at = 0; at < ids.length; at += CHUNK) {
    const some = ids.slice(at, at + CHUNK)
    const known = await trx.selectFrom('session').selectAll().where('session_id', 'in', some).execute()
    for (const session of known) merged.set(session.session_id, session)
  }
  for (const session of told) {
    const known = merged.get(session.session_id)
    merged.set(session.session_id, known === undefined ? session : mergeSessions(known, session))
  }
  // Sorted, so that two instances lock in the same order.
  const rows = [...merged.values()].toSorted((a, b) => a.session_id - b.session_id)
  await database.insertAll(
    rows.map(({ session_id, title, title_rank, title_at, last_at }) => ({
      session_id,
      title,
      title_rank,
      title_at,
      last_at,
    })),
    (some) =>
      trx
        .insertInto('session')
        .values(some.slice())
        .onConflict((conflict) =>
          conflict.column('session_id').doUpdateSet((eb) => ({
            title: eb.ref('excluded.title'),
            title_rank: eb.ref('excluded.title_rank'),
            title_at: eb.ref('excluded.title_at'),
            last_at: eb.ref('excluded.last_at'),
          })),
        ),
  )
}

/**
 * The first words of the user name a session until Claude Code does, whose newest title counts. Requests may arrive in
 * any order: old ones are read from the newest to the oldest.
 *
 * @internal exported for its test
 */
export function mergeSessions(a: SessionTable, b: SessionTable): SessionTable {
  const last_at = Math.max(a.last_at, b.last_at)
  const isBetter =
    a.title_rank === b.title_rank
      ? a.title_rank === TITLE_RANK.claudeCode
        ? b.title_at > a.title_at
        : b.title_at < a.title_at
      : b.title_rank > a.title_rank
  return { ...(isBetter ? b : a), last_at }
}

/** Titles of the rows' sessions, by the id of their session. */
export async function loadTitles(
  db: Database['db'],
  rows: readonly { session_id: number | null }[],
): Promise<ReadonlyMap<number | null, string>> {
  const wanted = [...new Set(rows.map((row) => row.session_id))].filter((id) => id !== null)
  const titles = new Map<number | null, string>()
  for (let at = 0; at < wanted.length; at += CHUNK) {
    const found = await db
      .selectFrom('session')
      .select(['session_id', 'title'])
      .where('session_id', 'in', wanted.slice(at, at + CHUNK))
      .where('title', '<>', '')
      .execute()
    for (const { session_id, title } of found) titles.set(session_id, title)
  }
  return titles
}
