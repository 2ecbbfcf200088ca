import type { RequestKind } from '../../../shared/request-kind.ts'
import { readProject } from '../../base/anthropic/read-project.ts'
import { kindOf } from '../write/request-kind.ts'
import type { Bodies } from '../body/bodies.ts'
import { decode } from '../body/compress.ts'
import { scanBody } from '../body/scan-body.ts'
import type { Transaction } from 'kysely'
import { REQUEST_COLUMNS } from '../../../shared/request-record.ts'
import { RECORD_COLUMNS } from '../column-kinds.ts'
import type { Database } from '../database.ts'
import { headerOf } from '../headers.ts'
import { keyOf } from '../key-of.ts'
import { type Schema, SIDE } from '../schema.ts'
import type { Dictionary } from '../write/dictionary.ts'
import { moveWork } from '../write/move-work.ts'
import { linkConversations } from '../write/link-previous.ts'
import { keepSessions, toSession } from '../sessions/keep-sessions.ts'
import { indexWords } from '../text/text-index.ts'
import { loadHeaders } from '../write/header-pages.ts'
import type { Redact } from '../redact/redact.ts'
import { readTurn, type TurnFacts } from './read-turn.ts'

export interface OldTurnsDeps {
  database: Database
  bodies: Pick<Bodies, 'load'>
  terms: Dictionary
  redact: Redact
}

interface Found {
  turn: TurnFacts
  kind: RequestKind
  project: string | undefined
}

/** Requests of one step, and the time after which a step takes no further request, in ms. */
const STEP_ROWS = 100
const STEP_MS = 25

/**
 * Summarizes some requests that an earlier version stored, newest first. Their bodies are read again; each step is one
 * short transaction that also notes how far it came, so it may be interrupted at any time.
 *
 * @returns false when nothing is left
 */
export async function readOldTurns(deps: OldTurnsDeps): Promise<boolean> {
  const { db } = deps.database
  const progress = await db.selectFrom('turn_progress').select('below').executeTakeFirst()
  if (progress === undefined || progress.below <= 0) return false
  const rows = await db
    .selectFrom('request')
    .select([
      'id',
      'request_key',
      'session_id',
      'agent_id',
      'conversation_id',
      'started_at',
      'header_page_id',
      'who',
    ])
    .where('id', '<', progress.below)
    .orderBy('id', 'desc')
    .limit(STEP_ROWS)
    .execute()
  const headers = await loadHeaders(
    db,
    rows.flatMap(({ header_page_id }) => header_page_id ?? []),
  )
  const end = performance.now() + STEP_MS
  const read: { row: (typeof rows)[number]; found: Found | undefined }[] = []
  for (const row of rows) {
    const own = headers(row.header_page_id, keyOf(row.request_key))
    read.push({ row, found: row.who === null ? undefined : await readStored(deps, row, own) })
    if (performance.now() > end) break
  }
  const below = rows.length === 0 ? 0 : (read.at(-1)?.row.id ?? 0)
  await deps.database.transaction(async (trx) => {
    await keepKinds(deps, trx, read)
    await keepProjects(deps, trx, read)
    for (const { row, found } of read) {
      if (found === undefined || Object.keys(found.turn.summary).length === 0) continue
      await trx.updateTable('request').set(toColumns(found.turn.summary)).where('id', '=', row.id).execute()
    }
    await indexWords(
      { database: deps.database, trx },
      read.flatMap(({ row, found }) =>
        found === undefined ? [] : [{ id: row.id, words: found.turn.words }],
      ),
    )
    const sessions = read.flatMap(({ row, found }) =>
      toSession(found?.kind, { turn: found?.turn, columns: row }),
    )
    await keepSessions({ database: deps.database, trx }, sessions)
    await trx.updateTable('turn_progress').set({ below }).execute()
  })
  return below > 0
}

/** Also links the requests of the same conversations that were read before, whose neighbours these are. */
async function keepKinds(
  { terms, database }: OldTurnsDeps,
  trx: Transaction<Schema>,
  read: readonly { row: { id: number; conversation_id: number | null }; found: Found | undefined }[],
): Promise<void> {
  const kinds = read.flatMap(({ found }) =>
    found === undefined ? [] : [{ kind: REQUEST_COLUMNS.kind.term, text: found.kind }],
  )
  try {
    await terms.learn(trx, kinds)
    const ids = read.flatMap(({ row, found }) => (found === undefined ? [] : [row.id]))
    const rows =
      ids.length === 0
        ? []
        : await trx
            .selectFrom('request')
            .selectAll()
            .where('id', 'in', ids)
            .where('kind_id', 'is', null)
            .execute()
    const kindOfRow = new Map(read.map(({ row, found }) => [row.id, found?.kind]))
    for (const kind of new Set(kindOfRow.values())) {
      const kindId = terms.idOf(REQUEST_COLUMNS.kind.term, kind)
      const own = rows.filter(({ id }) => kindOfRow.get(id) === kind)
      if (kindId !== null && own.length > 0) await moveWork({ database, trx }, own, { kind_id: kindId })
    }
    await linkConversations(
      trx,
      read.flatMap(({ row: { conversation_id: id } }) => id ?? []),
    )
  } catch (error) {
    terms.forget()
    throw error
  }
}

interface Read {
  row: { conversation_id: number | null; session_id: number | null; agent_id: number | null }
  found: Found | undefined
}

/** Gives sessions that lack a project the one that their main agent names: of these requests, the newest. */
async function keepProjects(
  { terms, database }: OldTurnsDeps,
  trx: Transaction<Schema>,
  read: readonly Read[],
): Promise<void> {
  const projects = new Map<number, string>()
  for (const { row, found } of read) {
    const { conversation_id: conversation, session_id: session, agent_id: agent } = row
    if (conversation === null || session === null || agent !== null || found?.project === undefined) continue
    if (!projects.has(conversation)) projects.set(conversation, found.project)
  }
  const { term } = REQUEST_COLUMNS.project
  try {
    await terms.learn(
      trx,
      [...projects.values()].map((text) => ({ kind: term, text })),
    )
    for (const [conversation, project] of projects) {
      const rows = await trx
        .selectFrom('request')
        .selectAll()
        .where('conversation_id', '=', conversation)
        .where('project_id', 'is', null)
        .execute()
      const id = terms.idOf(term, project)
      if (rows.length > 0 && id !== null) await moveWork({ database, trx }, rows, { project_id: id })
    }
  } catch (error) {
    terms.forget()
    throw error
  }
}

async function readStored(
  { database: { db }, bodies, redact }: OldTurnsDeps,
  { id, session_id, agent_id }: { id: number; session_id: number | null; agent_id: number | null },
  headers: { request: readonly string[]; response: readonly string[] } | undefined,
): Promise<Found | undefined> {
  const stored = await bodies.load(db, id, SIDE.request)
  const bytes = stored && decode(stored, headerOf(headers?.request ?? [], 'content-encoding'))
  const map = bytes && scanBody(bytes)
  if (bytes === undefined || map === undefined) return undefined
  const answer = await bodies.load(db, id, SIDE.response)
  const turn = readTurn(
    { bytes, map },
    { answer: answer && { bytes: answer, headers: headers?.response ?? [] }, redact },
  )
  const caller = CALLERS[agent_id === null ? 'main' : 'agent']
  // Only the presence of a session matters, too.
  const session = session_id === null ? undefined : String(session_id)
  return { turn, kind: kindOf(caller, session, { bytes, map }), project: readProject(bytes, map) }
}

/** Only the presence of an agent matters. */
const CALLERS = {
  main: { endpoint: '/v1/messages', agentId: undefined },
  agent: { endpoint: '/v1/messages', agentId: 'agent' },
}

const SUMMARY_COLUMNS = RECORD_COLUMNS.filter(
  ({ field }) => field === 'asked' || field === 'did' || field === 'result',
)

function toColumns(summary: TurnFacts['summary']): Record<string, string | number | null> {
  const known: Readonly<Record<string, unknown>> = summary
  return Object.fromEntries(
    SUMMARY_COLUMNS.map(({ field, column, write }) => [column, write(known[field], { idOf: () => null })]),
  )
}
