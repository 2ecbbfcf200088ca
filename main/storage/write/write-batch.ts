import type { Transaction } from 'kysely'
import type { RowMessage } from '../row-message.ts'
import type { Schema } from '../schema.ts'
import { linkPrevious } from './link-previous.ts'
import { type FactReaders, readFacts } from './read-facts.ts'
import { keepRateLimits } from './rate-limits.ts'
import { storeHeaders } from './header-pages.ts'
import { keyOf } from '../key-of.ts'
import { recordOf, type RequestRow, toRow, toUsageRows, dictionaryEntriesOf } from './request-row.ts'
import { keepSessions, toSession } from '../sessions/keep-sessions.ts'
import { indexWords } from '../text/text-index.ts'
import { addUsage, toLineRow, type UsageRow } from './usage.ts'
import { assignEarlier } from './session-projects.ts'
import type { ParsedRow, WriteDeps } from './write-deps.ts'

export function parseRows(rows: readonly RowMessage[], readers: FactReaders): ParsedRow[] {
  return newestOf(rows).map((row) => {
    const facts = readFacts(row, readers)
    return { row, facts, record: recordOf(row, facts) }
  })
}

/**
 * Writes a batch in one transaction: rows, headers, bodies, sums and limits, all or nothing. Idempotent: a row is
 * finished only once.
 */
export async function writeBatch(
  deps: WriteDeps,
  rows: readonly ParsedRow[],
  { keepBodies }: { keepBodies: boolean },
): Promise<void> {
  try {
    const finished = await deps.database.transaction(async (trx) => {
      const learned = await deps.projects.complete(
        trx,
        rows.map(({ record }) => record),
      )
      await deps.terms.learn(
        trx,
        rows.flatMap(({ record }) => dictionaryEntriesOf(record)),
      )
      await insertOpen(
        deps,
        trx,
        rows.filter(({ row }) => row.end === undefined),
      )
      const stored = await insertFinished(deps, trx, {
        rows: rows.filter(({ row }) => row.end !== undefined),
        keepBodies,
      })
      await assignEarlier(deps, trx, learned)
      return stored
    })
    deps.onFinished?.(finished)
  } catch (error) {
    deps.projects.forget()
    deps.terms.forget()
    deps.bodies.forget()
    throw error
  }
}

async function insertOpen(
  deps: WriteDeps,
  trx: Transaction<Schema>,
  rows: readonly ParsedRow[],
): Promise<void> {
  await deps.database.insertAll(
    rows.map(({ record }) => toRow(record, deps, null)),
    (some) =>
      trx
        .insertInto('request')
        .values(some.slice())
        .onConflict((conflict) => conflict.column('request_key').doNothing()),
  )
}

/** @returns ids of the rows that were not finished before */
async function insertFinished(
  deps: WriteDeps,
  trx: Transaction<Schema>,
  { rows, keepBodies }: { rows: readonly ParsedRow[]; keepBodies: boolean },
): Promise<number[]> {
  if (rows.length === 0) return []
  const pageId = await storeHeaders(
    trx,
    rows.map(({ row }) => row),
    deps.now(),
  )
  const written = rows.map(({ record }) => ({ record, columns: toRow(record, deps, pageId) }))
  const changed = await upsert(
    deps,
    trx,
    written.map(({ columns }) => columns),
  )
  // Counts only rows that were not finished before; a batch is sent again when its acknowledgement is lost.
  const finished = rows.filter(({ row }) => changed.has(keyOf(row.requestId)))
  const ids = [...changed.values()].map(({ id }) => id)
  await linkPrevious(trx, ids)
  const usage = written.flatMap(({ record, columns }) => {
    const stored = changed.get(columns.request_key)
    if (stored === undefined) return []
    const { id, started_at } = stored
    return [{ id, rows: toUsageRows({ ...columns, started_at }, record, deps.terms) }]
  })
  await storeLines(deps, trx, usage)
  await addUsage(
    { database: deps.database, trx },
    usage.flatMap((one) => one.rows),
  )
  await keepRateLimits(
    deps,
    trx,
    finished.map(({ row }) => row),
  )
  await keepSessions(
    { database: deps.database, trx },
    rows.flatMap(({ facts: { kind, turn } }, index) =>
      toSession(kind, { turn, columns: written[index]?.columns }),
    ),
  )
  await indexWords(
    { database: deps.database, trx },
    finished.flatMap(({ row, facts: { turn } }) => {
      const id = changed.get(keyOf(row.requestId))?.id
      return id === undefined || turn === undefined ? [] : [{ id, words: turn.words }]
    }),
  )
  if (!keepBodies) return ids
  await deps.bodies.store(
    trx,
    finished.flatMap(({ row, facts }) => {
      const id = changed.get(keyOf(row.requestId))?.id
      return id === undefined ? [] : [{ id, row, map: facts.map }]
    }),
  )
  return ids
}

/** Sums of hours and days are made from these rows where a range begins or ends within them. */
async function storeLines(
  { database }: WriteDeps,
  trx: Transaction<Schema>,
  usage: readonly { id: number; rows: readonly UsageRow[] }[],
): Promise<void> {
  const lines = usage.flatMap(({ id, rows }) =>
    rows.length < 2 ? [] : rows.map((row, place) => ({ request_id: id, place, ...toLineRow(row) })),
  )
  if (lines.length === 0) return
  await database.insertAll(lines, (some) => trx.insertInto('usage_line').values(some.slice()))
}

/** The rows that were new or open, by key. An open row keeps its date, which may have been corrected. */
async function upsert(
  deps: WriteDeps,
  trx: Transaction<Schema>,
  rows: readonly RequestRow[],
): Promise<Map<string, { id: number; started_at: number }>> {
  const returned = await deps.database.insertAll(rows, (some) =>
    trx
      .insertInto('request')
      .values(some.slice())
      .onConflict((conflict) =>
        conflict
          .column('request_key')
          .doUpdateSet((eb) => excludedOf(some[0] ?? {}, (column) => eb.ref(`excluded.${column}`)))
          .where('request.who', 'is', null),
      )
      .returning(['id', 'request_key', 'started_at']),
  )
  return new Map(returned.map((row) => [row.request_key, row]))
}

/** Columns that an open row keeps when it is finished. */
const KEPT: ReadonlySet<string> = new Set(['request_key', 'run_id', 'started_at'])

function excludedOf<Ref>(
  row: Partial<RequestRow>,
  ref: (column: keyof RequestRow) => Ref,
): Record<string, Ref> {
  const columns = Object.keys(row).filter((column) => !KEPT.has(column))
  return Object.fromEntries(columns.map((column) => [column, ref(column as keyof RequestRow)]))
}

/** A request that opened and finished within one batch is written once. */
function newestOf(rows: readonly RowMessage[]): RowMessage[] {
  const newest = new Map<string, RowMessage>()
  for (const row of rows) {
    if (row.end !== undefined || !newest.has(row.requestId)) newest.set(row.requestId, row)
  }
  return [...newest.values()]
}
