import type { Kysely, Transaction } from 'kysely'
import { compress, decompress } from '../body/compress.ts'
import { splitHeaders } from '../headers.ts'
import type { RowMessage } from '../row-message.ts'
import type { Schema } from '../schema.ts'

/** Query and headers of a request and its response, redacted. */
export interface CarriedHeaders {
  query: string | undefined
  /** Flat `[name, value, …]`. */
  request: readonly string[]
  response: readonly string[]
}

/** The stored form: see joinHeaders. */
type Page = Record<string, { query?: string | undefined; request: string; response: string }>

/**
 * Stores the headers of requests that finished together as one page: they are so similar that together they take a
 * tenth of the space and time.
 *
 * @param now wall clock, in ms since 1970
 * @returns the id of the page, for every row's `header_page_id`; null when none of them has headers
 */
export async function storeHeaders(
  trx: Transaction<Schema>,
  rows: readonly RowMessage[],
  now: number,
): Promise<number | null> {
  const page: Page = {}
  for (const { requestId, query, requestHeaders, end } of rows) {
    const response = end?.responseHeaders ?? ''
    if (query === undefined && requestHeaders === '' && response === '') continue
    page[requestId] = { query, request: requestHeaders, response }
  }
  if (Object.keys(page).length === 0) return null
  const stored = await trx
    .insertInto('header_page')
    .values({
      // The date of an open row may have been corrected.
      newest_at: Math.max(now, ...rows.map(({ startedAt }) => Math.trunc(startedAt))),
      data: compress(Buffer.from(JSON.stringify(page))),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return stored.id
}

/** Loads pages, and returns a lookup by page and request id. */
export async function loadHeaders(
  db: Kysely<Schema>,
  pageIds: readonly number[],
): Promise<(pageId: number | null, requestId: string) => CarriedHeaders | undefined> {
  const wanted = [...new Set(pageIds)]
  const rows =
    wanted.length === 0
      ? []
      : await db.selectFrom('header_page').select(['id', 'data']).where('id', 'in', wanted).execute()
  const pages = new Map(rows.map(({ id, data }) => [id, readPage(data)]))
  return (pageId, requestId) => {
    const stored = pageId === null ? undefined : pages.get(pageId)?.[requestId]
    if (stored === undefined) return undefined
    const { query, request, response } = stored
    return { query, request: splitHeaders(request), response: splitHeaders(response) }
  }
}

function readPage(data: Uint8Array): Page {
  try {
    return JSON.parse(decompress(data).toString()) as Page
  } catch {
    // Damaged page: the rows lose their headers.
    return {}
  }
}
