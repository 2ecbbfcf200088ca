import { headerOf } from '../headers.ts'
import { decode } from '../body/compress.ts'
import { SIDE } from '../schema.ts'
import { keyOf } from '../key-of.ts'
import { loadHeaders } from '../write/header-pages.ts'
import { clean } from '../write/dictionary.ts'
import type { QueryDeps } from './query-deps.ts'
import { readPlaces, type StoredRow } from './read-rows.ts'
import type { RowFilter } from './row-filter.ts'
import { type Cursor, isStopped, scanPlaces } from './scan-rows.ts'

/** Time limit for one page, in ms, whatever was found so far; the next page continues there. */
const MAX_PAGE_MS = 1000
/** Requests searched before yielding to other work. */
const AT_ONCE = 8

export interface BodyPage {
  /** Newest first. */
  rows: StoredRow[]
  /** Position of the next page; undefined when everything was searched. */
  next: Cursor | undefined
}

/**
 * The newest requests whose request or response body contains a text, case-insensitive. There is no index: bodies are
 * stored compressed and are read again. So a page takes about a second, and may be empty before the last one.
 */
export async function searchBodies(
  deps: Pick<QueryDeps, 'database' | 'bodies'>,
  filter: RowFilter,
  { text, limit, before }: { text: string; limit: number; before: Cursor | undefined },
): Promise<BodyPage> {
  const look = createLook(deps, needlesOf(text))
  const end = performance.now() + MAX_PAGE_MS
  const rows: StoredRow[] = []
  for await (const places of scanPlaces(deps.database.db, filter, before)) {
    for (let at = 0; at < places.length; at += AT_ONCE) {
      const some = await look(places.slice(at, at + AT_ONCE))
      const found = some.filter((one) => one.has).slice(0, limit - rows.length)
      rows.push(...found.map(({ row }) => row))
      const last = rows.length === limit ? found.at(-1) : some.at(-1)
      if (last === undefined) continue
      const isOver = rows.length === limit || performance.now() > end || (await isStopped(filter))
      if (isOver) return { rows, next: { startedAt: last.row.started_at, id: last.row.id } }
    }
  }
  return { rows, next: undefined }
}

interface Looked {
  row: StoredRow
  has: boolean
}

/** Reads rows and tests their bodies for the needles. */
function createLook(
  { database: { db }, bodies }: Pick<QueryDeps, 'database' | 'bodies'>,
  needles: readonly string[],
): (places: readonly Cursor[]) => Promise<Looked[]> {
  return async (places) => {
    const rows = await readPlaces(db, places, { limit: places.length, offset: 0 })
    const headers = await loadHeaders(
      db,
      rows.flatMap((row) => row.header_page_id ?? []),
    )
    const looked: Looked[] = []
    for (const row of rows) {
      const { request = [], response = [] } = headers(row.header_page_id, keyOf(row.request_key)) ?? {}
      const asked = await bodies.load(db, row.id, SIDE.request)
      const answer = await bodies.load(db, row.id, SIDE.response)
      looked.push({ row, has: contains(asked, request, needles) || contains(answer, response, needles) })
    }
    return looked
  }
}

/** The text as entered, and as escaped in JSON. */
function needlesOf(text: string): string[] {
  const plain = clean(text).toLowerCase()
  return [...new Set([plain, JSON.stringify(plain).slice(1, -1)])]
}

function contains(body: Buffer | undefined, headers: readonly string[], needles: readonly string[]): boolean {
  if (body === undefined) return false
  const raw = (decode(body, headerOf(headers, 'content-encoding')) ?? body).toString()
  const isStream = headerOf(headers, 'content-type')?.startsWith('text/event-stream') === true
  const text = (isStream ? spokenIn(raw) : raw).toLowerCase()
  return needles.some((needle) => text.includes(needle))
}

/** Joins the text pieces of a stream, as escaped in JSON: `{"text":"He"}` … `{"text":"llo"}` → `Hello`. */
function spokenIn(stream: string): string {
  const blocks = stream.split('"content_block_stop"')
  return blocks.map((block) => [...block.matchAll(TEXT_MEMBER)].map(([, piece]) => piece).join('')).join('\n')
}

const TEXT_MEMBER = /"(?:text|thinking|partial_json)":\s*"((?:[^"\\]|\\.)*)"/g
