import { sql } from 'kysely'
import { REQUEST_COLUMNS } from '../../../shared/request-record.ts'
import { conversationOf } from '../write/read-facts.ts'
import type { QueryDeps } from './query-deps.ts'
import { outcomeConditions } from './status-conditions.ts'

/** Facts of a session that only its requests have. */
export interface SessionFacts {
  /** Start of the first request, in ms since 1970. */
  startedAt: number | undefined
  contextTokens: number | undefined
  errors: number
}

export const NO_FACTS: SessionFacts = { startedAt: undefined, contextTokens: undefined, errors: 0 }

/** Requests in flight of a session, and the start of the first and the last, in ms since 1970. */
export interface OpenRequests {
  count: number
  first: number
  last: number
}

/** By the id of the session. */
export async function findOpen({ database: { db } }: QueryDeps): Promise<Map<number, OpenRequests>> {
  const { rows } = await sql<OpenRequests & { session: number }>`
    select session_id as "session", count(*) as "count", min(started_at) as "first", max(started_at) as "last"
    from request where who is null and session_id is not null group by session_id`.execute(db)
  return new Map(rows.map(({ session, ...open }) => [session, open]))
}

/**
 * Facts of these sessions, each kind of them in one statement, which an index covers.
 *
 * @param since no request of them is older, in ms since 1970
 */
export async function findFacts(
  deps: QueryDeps,
  ids: readonly number[],
  since: number,
): Promise<Map<number, SessionFacts>> {
  const facts = new Map<number, SessionFacts>()
  if (ids.length === 0) return facts
  for (const id of ids) facts.set(id, NO_FACTS)
  const conversations = await findConversations(deps, ids)
  for (const [session, startedAt] of await findStarts(deps, conversations)) set(facts, session, { startedAt })
  for (const [session, contextTokens] of await findContexts(deps, conversations))
    set(facts, session, { contextTokens })
  for (const [session, errors] of await countErrors(deps, ids, since)) set(facts, session, { errors })
  return facts
}

function set(facts: Map<number, SessionFacts>, id: number, change: Partial<SessionFacts>): void {
  const known = facts.get(id)
  if (known !== undefined) facts.set(id, { ...known, ...change })
}

/** Sessions by the id of their conversation: only conversations have an index. */
async function findConversations(
  { database: { db }, texts }: QueryDeps,
  ids: readonly number[],
): Promise<Map<number, number>> {
  await texts.learn(db, ids)
  const hashes = new Map(ids.flatMap((id) => [[conversationOf(texts.of(id)) ?? '', id] as const]))
  const rows = await db
    .selectFrom('term')
    .select(['id', 'text'])
    .where('kind', '=', REQUEST_COLUMNS.conversationHash.term)
    .where('text', 'in', [...hashes.keys()])
    .execute()
  return new Map(rows.flatMap(({ id, text }) => [[id, hashes.get(text) ?? 0] as const]))
}

async function findStarts(
  { database: { db } }: QueryDeps,
  conversations: ReadonlyMap<number, number>,
): Promise<[session: number, startedAt: number][]> {
  if (conversations.size === 0) return []
  const { rows } = await sql<{ conversation: number; first: number }>`
    select conversation_id as "conversation", min(started_at) as "first" from request
    where conversation_id in (${sql.join([...conversations.keys()])})
    group by conversation_id`.execute(db)
  return rows.map(({ conversation, first }) => [conversations.get(conversation) ?? 0, first])
}

/** The newest response to the main agent tells how full its context is. */
async function findContexts(
  { database: { db }, texts }: QueryDeps,
  conversations: ReadonlyMap<number, number>,
): Promise<[session: number, tokens: number][]> {
  const main = await texts.find(db, REQUEST_COLUMNS.kind.term, 'main')
  if (conversations.size === 0 || main === undefined) return []
  const { rows } = await sql<{ conversation: number; tokens: number }>`
    select conversation_id as "conversation",
      coalesce(input_tokens, 0) + coalesce(cache_creation, 0) + coalesce(cache_read, 0) as "tokens"
    from request where id in (
      select (
        select newest.id from request as newest
        where newest.conversation_id = term.id and newest.kind_id = ${main} and newest.agent_id is null
          and newest.output_tokens is not null
        order by newest.started_at desc limit 1)
      from term where term.id in (${sql.join([...conversations.keys()])}))`.execute(db)
  return rows.map(({ conversation, tokens }) => [conversations.get(conversation) ?? 0, tokens])
}

async function countErrors(
  { database: { db } }: QueryDeps,
  ids: readonly number[],
  since: number,
): Promise<[session: number, errors: number][]> {
  const { conditions } = outcomeConditions('unsuccessful')
  const { rows } = await sql<{ session: number; errors: number }>`
    select session_id as "session", count(*) as "errors" from request
    where ${sql.join(conditions, sql` and `)} and started_at >= ${since} and session_id in (${sql.join(ids)})
    group by session_id`.execute(db)
  return rows.map(({ session, errors }) => [session, errors])
}
