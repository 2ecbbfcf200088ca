import { sql } from 'kysely'
import type { StoredTranscripts, TranscriptMessage } from '../../../shared/transcript-usage.ts'
import type { QueryParams } from '../../base/request-log-queries.ts'
import { decodeJson } from '../../base/json/decode-json.ts'
import { LINE_STATE } from '../schema.ts'
import { findProxied } from '../transcripts/find-proxied.ts'
import {
  addTranscriptLines,
  countTranscripts,
  discardTranscripts,
  removeTranscripts,
} from '../transcripts/transcript-lines.ts'
import type { QueryDeps } from './query-deps.ts'

export async function transcriptUsage({ database: { db } }: QueryDeps): Promise<StoredTranscripts> {
  const { rows } = await sql<{ messages: number; sessions: number; from: number | null; to: number | null }>`
    select count(*) as "messages", count(distinct session_id) as "sessions",
      min(started_at) as "from", max(started_at) as "to"
    from transcript_line where state = ${LINE_STATE.counted} and place = 0`.execute(db)
  const [stored] = rows
  const asked = await db
    .selectFrom('transcript_import')
    .select(['answered_at', 'imported_at'])
    .executeTakeFirst()
  const iso = (at: number) => new Date(at).toISOString()
  return {
    isOffered: typeof asked?.answered_at !== 'number',
    messages: stored?.messages ?? 0,
    sessions: stored?.sessions ?? 0,
    ...(typeof stored?.from === 'number' && { from: iso(stored.from) }),
    ...(typeof stored?.to === 'number' && { to: iso(stored.to) }),
    ...(typeof asked?.imported_at === 'number' && { importedAt: iso(asked.imported_at) }),
  }
}

export async function addTranscripts(
  deps: QueryDeps,
  { messages, until }: { messages: Uint8Array; until: number },
): Promise<{ added: number }> {
  // From our own thread.
  const list = decodeJson(messages) as TranscriptMessage[]
  return { added: await addTranscriptLines(deps, { messages: list, until }) }
}

/** No result when all requests were compared. */
export function compareTranscripts(
  deps: QueryDeps,
  { after }: { after: number },
): Promise<{ after: number; last: number } | undefined> {
  return findProxied(deps, after)
}

export async function finishTranscripts(
  deps: QueryDeps,
  { action }: QueryParams<'finishTranscripts'>,
): Promise<StoredTranscripts> {
  const now = deps.now()
  switch (action) {
    case 'count':
      await countTranscripts(deps, now)
      break
    case 'discard':
      await discardTranscripts(deps)
      break
    case 'remove':
      await removeTranscripts(deps, now)
      break
    case 'decline':
      await deps.database.transaction((trx) =>
        trx.updateTable('transcript_import').set({ answered_at: now }).execute(),
      )
  }
  return transcriptUsage(deps)
}
