import { sql, type Transaction } from 'kysely'
import { REQUEST_COLUMNS } from '../../../shared/request-record.ts'
import type { TranscriptMessage } from '../../../shared/transcript-usage.ts'
import type { Database } from '../database.ts'
import { LINE_STATE, type Schema, type TranscriptLineTable } from '../schema.ts'
import { clean, type Dictionary, type DictionaryEntry } from '../write/dictionary.ts'
import { SESSION_KEY, SUMS } from '../write/usage.ts'

export interface TranscriptDeps {
  database: Database
  terms: Dictionary
}

/**
 * Stores messages of transcripts, which do not count yet. A message that is there already keeps its place; only a later
 * usage replaces an earlier one.
 *
 * @param until messages from this time on are left out, in ms since 1970: their responses may still be in flight
 * @returns the number of messages that were stored
 */
export async function addTranscriptLines(
  { database, terms }: TranscriptDeps,
  { messages, until }: { messages: readonly TranscriptMessage[]; until: number },
): Promise<number> {
  return database.transaction(async (trx) => {
    const open = await trx
      .selectFrom('request')
      .select(({ fn }) => fn.min<number | null>('started_at').as('first'))
      .where('who', 'is', null)
      .executeTakeFirst()
    const end = Math.min(until, open?.first ?? until)
    const wanted = messages.filter(({ startedAt }) => startedAt < end)
    try {
      await terms.learn(trx, wanted.flatMap(termsOf))
      await insertLines({ database, terms }, trx, wanted)
    } catch (error) {
      terms.forget()
      throw error
    }
    return wanted.length
  })
}

async function insertLines(
  { database, terms }: TranscriptDeps,
  trx: Transaction<Schema>,
  messages: readonly TranscriptMessage[],
): Promise<void> {
  const rows = messages
    .flatMap((message) => toLines(message, terms))
    // So that two instances lock them in the same order.
    .toSorted((a, b) => (a.message_id < b.message_id ? -1 : Number(a.message_id > b.message_id)))
  await database.insertAll(rows, (some) =>
    trx
      .insertInto('transcript_line')
      .values(some.slice())
      .onConflict((conflict) =>
        conflict
          .columns(['message_id', 'place'])
          .doUpdateSet((eb) => ({
            served_model_id: eb.ref('excluded.served_model_id'),
            price_marks_id: eb.ref('excluded.price_marks_id'),
            input_tokens: eb.ref('excluded.input_tokens'),
            output_tokens: eb.ref('excluded.output_tokens'),
            cache_creation: eb.ref('excluded.cache_creation'),
            cache_creation_1h: eb.ref('excluded.cache_creation_1h'),
            cache_read: eb.ref('excluded.cache_read'),
            web_searches: eb.ref('excluded.web_searches'),
          }))
          .whereRef('excluded.output_tokens', '>', 'transcript_line.output_tokens'),
      )
      .returning('place'),
  )
}

function termsOf({ sessionId, agentId, project, isAgent, lines }: TranscriptMessage): DictionaryEntry[] {
  const terms: DictionaryEntry[] = [{ kind: REQUEST_COLUMNS.kind.term, text: kindOf(isAgent) }]
  const named = [
    [REQUEST_COLUMNS.sessionId.term, sessionId],
    [REQUEST_COLUMNS.agentId.term, agentId],
    [REQUEST_COLUMNS.project.term, project],
  ] as const
  for (const [kind, text] of named) if (text !== undefined) terms.push({ kind, text })
  for (const { model, priceMarks } of lines) {
    terms.push({ kind: REQUEST_COLUMNS.model.term, text: model })
    if (priceMarks !== undefined) terms.push({ kind: REQUEST_COLUMNS.priceMarks.term, text: priceMarks })
  }
  return terms
}

/** Transcripts have no requests for titles and the like. */
function kindOf(isAgent: boolean): 'main' | 'subagent' {
  return isAgent ? 'subagent' : 'main'
}

/** As `insertAll` takes it. */
type Row = Record<string, string | number | null>

function toLines(message: TranscriptMessage, terms: Dictionary): (TranscriptLineTable & Row)[] {
  const { messageId, upstreamId, startedAt, sessionId, agentId, project, isAgent, lines } = message
  const idOf = (
    field: 'sessionId' | 'agentId' | 'project' | 'kind' | 'model' | 'priceMarks',
    text?: string,
  ) => terms.idOf(REQUEST_COLUMNS[field].term, text) ?? 0
  const work = {
    session_id: idOf('sessionId', sessionId),
    agent_id: idOf('agentId', agentId),
    project_id: idOf('project', project),
    kind_id: idOf('kind', kindOf(isAgent)),
    provider_id: 0,
  }
  const asked = idOf('model', lines[0]?.model)
  const counted = new Set<string>()
  return lines.map((line, place) => {
    const isNew = !counted.has(line.model)
    counted.add(line.model)
    return {
      message_id: clean(messageId),
      place,
      upstream_id: upstreamId === undefined ? null : clean(upstreamId),
      state: LINE_STATE.new,
      started_at: startedAt,
      ...work,
      model_id: asked,
      served_model_id: idOf('model', line.model),
      organization_id: 0,
      price_marks_id: idOf('priceMarks', line.priceMarks),
      requests: place === 0 ? 1 : 0,
      uses: isNew ? 1 : 0,
      input_tokens: line.inputTokens,
      output_tokens: line.outputTokens,
      cache_creation: line.cacheCreationTokens,
      cache_creation_1h: line.cacheCreation1hTokens,
      cache_read: line.cacheReadTokens,
      web_searches: line.webSearchRequests,
      response_ms: 0,
      responses: 0,
    }
  })
}

const KEYS = [...SESSION_KEY, 'model_id'].map((name) => sql.ref(name))

/** From now on, the stored messages count that did not pass through Signalbox. All at once, so never in part. */
export async function countTranscripts({ database }: TranscriptDeps, now: number): Promise<void> {
  const columns = sql.join([...KEYS, ...SUMS.map((name) => sql.ref(name))])
  const sums = sql.join(SUMS.map((name) => sql`cast(sum(${sql.ref(name)}) as bigint)`))
  await database.transaction(async (trx) => {
    await trx
      .updateTable('transcript_line')
      .set({ state: LINE_STATE.counted })
      .where('state', '=', LINE_STATE.new)
      .execute()
    await trx.deleteFrom('transcript_usage').execute()
    await sql`insert into transcript_usage (hour, ${columns})
      select started_at / 3600000, ${sql.join(KEYS)}, ${sums}
      from transcript_line where state = ${sql.lit(LINE_STATE.counted)}
      group by started_at / 3600000, ${sql.join(KEYS)}`.execute(trx)
    await trx.updateTable('transcript_import').set({ answered_at: now, imported_at: now }).execute()
  })
}

/** Deletes messages that do not count yet: those of an import that did not finish. */
export async function discardTranscripts({ database }: TranscriptDeps): Promise<void> {
  await database.transaction((trx) =>
    trx.deleteFrom('transcript_line').where('state', '=', LINE_STATE.new).execute(),
  )
}

/** Deletes what was read from transcripts. The question whether to import is not asked again. */
export async function removeTranscripts({ database }: TranscriptDeps, now: number): Promise<void> {
  await database.transaction(async (trx) => {
    await dropTranscripts(trx)
    await trx.updateTable('transcript_import').set({ answered_at: now }).execute()
  })
}

/** As part of a deletion of everything. */
export async function dropTranscripts(trx: Transaction<Schema>): Promise<void> {
  await trx.deleteFrom('transcript_line').execute()
  await trx.deleteFrom('transcript_usage').execute()
  await trx.updateTable('transcript_import').set({ imported_at: null }).execute()
}
