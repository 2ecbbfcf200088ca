import { fromListRow, toSummary } from '../../../shared/request-documents.ts'
import type { RequestSummary } from '../../../shared/request-log.ts'
import { createRequestCosts } from '../../../shared/request-usage.ts'
import type { SummaryParams } from '../../base/request-log-queries.ts'
import { loadTitles } from '../sessions/keep-sessions.ts'
import { countRows } from './count-rows.ts'
import type { QueryDeps } from './query-deps.ts'
import { type Page, readPlaces, readRows, type StoredRow } from './read-rows.ts'
import { type RowFilter, type Stoppable, toRowFilter } from './row-filter.ts'
import { searchBodies } from './search-bodies.ts'
import { readRecord, termIds } from './read-record.ts'
import { type Cursor, isStopped } from './scan-rows.ts'
import { sortedPlaces } from './sort-rows.ts'

/** Rows read at a time: a long list is split into short statements, so that batches can be written in between. */
const CHUNK = 5000

/** `GET /api/requests/summary` as JSON text in parts: a million rows do not fit into one string. */
export async function listSummaries(
  deps: QueryDeps,
  { offset, limit, before, body = '', sort = 'time', minCost, prices, ...params }: SummaryParams & Stoppable,
): Promise<Buffer[]> {
  const filter = await toRowFilter(deps, params)
  if (filter !== undefined && body !== '')
    return listBodies(deps, filter, { text: body, limit, before, prices })
  if (filter !== undefined && (sort !== 'time' || minCost !== undefined)) {
    const sorted = await sortedPlaces(deps, filter, { sort, minCost, prices })
    return listSorted(deps, sorted, { offset, limit, prices })
  }
  const { total, places } = filter === undefined ? { total: 0, places: [] } : await countRows(deps, filter)
  const page = { offset, limit: limit === 0 ? Infinity : limit, before: parseCursor(before) }
  const { db } = deps.database
  const read = (part: Page) =>
    filter === undefined || places !== undefined
      ? readPlaces(db, places ?? [], part)
      : readRows(db, filter, part)
  const { rows, next } = await readJson(deps, read, { ...page, prices, stop: params.stop })
  const more = next === undefined ? '' : `,"next":"${write(next)}"`
  return [
    Buffer.from('{"requests":['),
    ...rows,
    Buffer.from(`],"total":${total},"offset":${offset},"limit":${limit}${more}}`),
  ]
}

/** Sorted lists are short, and read by offset. */
async function listSorted(
  deps: QueryDeps,
  places: readonly Cursor[],
  { offset, limit, prices }: Pick<SummaryParams, 'offset' | 'limit' | 'prices'>,
): Promise<Buffer[]> {
  const wanted = places.slice(offset, limit === 0 ? undefined : offset + limit)
  const rows = await readPlaces(deps.database.db, wanted, { limit: wanted.length, offset: 0 })
  const byId = new Map(rows.map((row) => [row.id, row]))
  const requests = await toSummaries(
    deps,
    wanted.flatMap(({ id }) => byId.get(id) ?? []),
    prices,
  )
  return [Buffer.from(JSON.stringify({ requests, total: places.length, offset, limit }))]
}

async function toSummaries(
  deps: QueryDeps,
  rows: readonly StoredRow[],
  prices: SummaryParams['prices'],
): Promise<RequestSummary[]> {
  await deps.texts.learn(deps.database.db, termIds(rows))
  const titles = await loadTitles(deps.database.db, rows)
  const costOf = prices && createRequestCosts(prices)
  return rows.map((row) => {
    const summary = toSummary(readRecord(row, deps.texts), titles.get(row.session_id))
    const cost = costOf?.(fromListRow(summary))
    return cost === undefined ? summary : { ...summary, cost }
  })
}

/** The total of a body search is not counted. */
async function listBodies(
  deps: QueryDeps,
  filter: RowFilter,
  { text, limit, before, prices }: { text: string } & Pick<SummaryParams, 'limit' | 'before' | 'prices'>,
): Promise<Buffer[]> {
  const most = limit === 0 ? Infinity : limit
  const { rows, next } = await searchBodies(deps, filter, { text, limit: most, before: parseCursor(before) })
  const requests = await toSummaries(deps, rows, prices)
  const more =
    next === undefined ? {} : { next: write(next), searchedTo: new Date(next.startedAt).toISOString() }
  return [Buffer.from(JSON.stringify({ requests, total: rows.length, offset: 0, limit, ...more }))]
}

interface JsonRows {
  rows: Buffer[]
  /** Start of the next page; undefined after the last one. */
  next: Cursor | undefined
}

async function readJson(
  deps: QueryDeps,
  read: (page: Page) => Promise<StoredRow[]>,
  page: Page & Stoppable & Pick<SummaryParams, 'prices'>,
): Promise<JsonRows> {
  const { stop } = page
  const parts: Buffer[] = []
  let { before, offset } = page
  let written = 0
  while (written < page.limit) {
    const limit = Math.min(CHUNK, page.limit - written)
    const rows = await read({ limit, offset, before })
    const json = (await toSummaries(deps, rows, page.prices)).map((row) => JSON.stringify(row)).join(',')
    if (json !== '') parts.push(Buffer.from(written > 0 ? `,${json}` : json))
    written += rows.length
    before = cursorOf(rows) ?? before
    offset = 0
    if (rows.length < limit || (await isStopped({ stop }))) return { rows: parts, next: undefined }
  }
  return { rows: parts, next: before }
}

function cursorOf(rows: readonly StoredRow[]): Cursor | undefined {
  const last = rows.at(-1)
  return last === undefined ? undefined : { startedAt: last.started_at, id: last.id }
}

function write({ startedAt, id }: Cursor): string {
  return `${startedAt}-${id}`
}

/** "1700000000000-42" → that position; undefined (the top of the list) for anything else. */
function parseCursor(text: string | undefined): Cursor | undefined {
  const match = /^(\d{1,15})-(\d{1,15})$/.exec(text ?? '')
  return match === null ? undefined : { startedAt: Number(match[1]), id: Number(match[2]) }
}
