import { sql, type Transaction } from 'kysely'
import type { Known } from '../../../shared/request-fields.ts'
import { REQUEST_COLUMNS, type RequestField } from '../../../shared/request-record.ts'
import type { Database } from '../database.ts'
import type { Schema } from '../schema.ts'
import type { Dictionary } from './dictionary.ts'
import { moveWork } from './move-work.ts'

/** Sessions are short-lived: more than are ever in use at once. */
const MAX_SESSIONS = 2000

/** A session's hash (see `conversationOf`) and its project. */
type Learned = ReadonlyMap<string, string>

/** Projects of sessions: requests for titles and classifications do not name one, and sub-agents may work elsewhere. */
export interface SessionProjects {
  /**
   * Gives the session's project to records that lack one, and to those of sub-agents.
   *
   * @returns sessions whose project was learned here, of which earlier rows may lack it
   */
  complete: (trx: Transaction<Schema>, records: readonly Known<RequestField>[]) => Promise<Learned>
  /** For use after a rollback or a clearing. */
  forget: () => void
}

export function createSessionProjects(): SessionProjects {
  /** By session, least recently used first; undefined if no request has named a project. */
  const known = new Map<string, string | undefined>()

  function remember(session: string, project: string | undefined): void {
    known.delete(session)
    known.set(session, project)
    const [oldest] = known.keys()
    if (known.size > MAX_SESSIONS && oldest !== undefined) known.delete(oldest)
  }
  async function find(trx: Transaction<Schema>, session: string): Promise<string | undefined> {
    if (!known.has(session)) remember(session, await lookUp(trx, session))
    return known.get(session)
  }

  return {
    async complete(trx, records) {
      const learned = new Map<string, string>()
      // Without a session, equal openings have the same hash.
      const inSessions = records.filter(({ sessionId }) => sessionId !== undefined)
      for (const record of inSessions) {
        const { project, conversationHash: session, agentId } = record
        if (project === undefined || session === undefined || agentId !== undefined) continue
        if (known.get(session) === undefined) learned.set(session, project)
        remember(session, project)
      }
      for (const record of inSessions) {
        const { conversationHash: session, agentId } = record
        if (session === undefined) continue
        if (record.project !== undefined && agentId === undefined) continue
        record.project = (await find(trx, session)) ?? record.project
      }
      return learned
    },
    forget: () => known.clear(),
  }
}

/** The main agent's newest one: a sub-agent may have had a folder of its own. */
async function lookUp(trx: Transaction<Schema>, session: string): Promise<string | undefined> {
  const { rows } = await sql<{ project: string }>`
    select project.text as "project"
    from request join term as project on project.id = request.project_id
    where conversation_id = (
      select id from term where kind = ${REQUEST_COLUMNS.conversationHash.term} and text = ${session})
    order by case when agent_id is null then 0 else 1 end, request.id desc
    limit 1`.execute(trx)
  return rows[0]?.project
}

/** Completes rows that were stored before their session's project was known: a title is requested first. */
export async function assignEarlier(
  { database, terms }: { database: Database; terms: Dictionary },
  trx: Transaction<Schema>,
  learned: Learned,
): Promise<void> {
  for (const [session, project] of learned) {
    const rows = await trx
      .selectFrom('request')
      .selectAll()
      .where('conversation_id', '=', terms.idOf(REQUEST_COLUMNS.conversationHash.term, session))
      .where('project_id', 'is', null)
      .execute()
    const id = terms.idOf(REQUEST_COLUMNS.project.term, project)
    if (rows.length > 0 && id !== null) await moveWork({ database, trx }, rows, { project_id: id })
  }
}
