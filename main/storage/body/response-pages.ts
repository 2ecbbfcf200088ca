import type { Kysely, Transaction } from 'kysely'
import { type Schema, SIDE } from '../schema.ts'
import type { FinishedBody } from './finished-body.ts'
import { compress, decompress } from './compress.ts'
import { readNumber, writeNumber, writeChunkList } from './chunk-list.ts'

/** Encoding byte (see compress.ts) of a reference: followed by a page id and the offset in that page. */
const ON_PAGE = 2
/** Longer responses are compressed separately. In bytes. */
const MAX_PAGE_BYTES = 32 * 1024
/** Maximum size of a page, in bytes: reading one response decompresses the whole page. */
const PAGE = 256 * 1024
const MAX_REFERENCE_BYTES = 17

interface PagedResponse {
  id: number
  startedAt: number
  bytes: Uint8Array
}

/**
 * Stores responses that finished together as pages, next to those of their headers: compressing them together takes a
 * fraction of the time and space.
 *
 * @returns the rows that refer to them
 */
export async function storeResponses(
  trx: Transaction<Schema>,
  finished: readonly FinishedBody[],
): Promise<Schema['body'][]> {
  const rows: Schema['body'][] = []
  for (const page of pagesOf(finished.flatMap(responseOf))) {
    const [only] = page
    if (only !== undefined && page.length === 1) {
      rows.push(rowOf(only, compress(writeChunkList([only.bytes]))))
      continue
    }
    const stored = await trx
      .insertInto('header_page')
      .values({
        newest_at: Math.max(...page.map(({ startedAt }) => Math.trunc(startedAt))),
        data: compress(Buffer.concat(page.map(({ bytes }) => bytes))),
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    let place = 0
    for (const response of page) {
      rows.push(rowOf(response, referenceTo(stored.id, place)))
      place += response.bytes.length
    }
  }
  return rows
}

/** The response that a row refers to; undefined when the row holds the bytes itself. */
export async function loadResponse(
  db: Kysely<Schema>,
  { recipe, size }: Pick<Schema['body'], 'recipe' | 'size'>,
): Promise<Buffer<ArrayBuffer> | undefined> {
  if (recipe[0] !== ON_PAGE) return undefined
  const reference = Buffer.from(recipe)
  try {
    const page = readNumber(reference, 1)
    const place = readNumber(reference, page.end).value
    const stored = await db
      .selectFrom('header_page')
      .select('data')
      .where('id', '=', page.value)
      .executeTakeFirst()
    if (stored === undefined) return Buffer.alloc(0)
    return Buffer.concat([decompress(stored.data).subarray(place, place + size)])
  } catch {
    // All responses of a damaged page are lost.
    return Buffer.alloc(0)
  }
}

function responseOf({ id, row }: FinishedBody): PagedResponse[] {
  const bytes = row.end?.responseBody
  return bytes === undefined || bytes.length === 0 ? [] : [{ id, startedAt: row.startedAt, bytes }]
}

/** Groups responses in order; a long one gets a page of its own. */
function pagesOf(responses: readonly PagedResponse[]): PagedResponse[][] {
  const pages: PagedResponse[][] = []
  let open: PagedResponse[] = []
  let length = 0
  for (const response of responses) {
    if (response.bytes.length > MAX_PAGE_BYTES) {
      pages.push([response])
      continue
    }
    if (length + response.bytes.length > PAGE) {
      pages.push(open)
      open = []
      length = 0
    }
    open.push(response)
    length += response.bytes.length
  }
  return open.length === 0 ? pages : [...pages, open]
}

function rowOf({ id, bytes }: PagedResponse, recipe: Uint8Array): Schema['body'] {
  return { request_id: id, side: SIDE.response, size: bytes.length, recipe }
}

function referenceTo(page: number, place: number): Uint8Array {
  const reference = Buffer.alloc(MAX_REFERENCE_BYTES)
  reference[0] = ON_PAGE
  return reference.subarray(0, writeNumber(reference, writeNumber(reference, 1, page), place))
}
