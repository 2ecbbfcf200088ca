import type { Kysely, Transaction } from 'kysely'
import { type Schema, SIDE } from '../schema.ts'
import type { FinishedBody } from './bodies.ts'
import { compress, decompress } from './compress.ts'
import { readNumber, writeNumber, writeChunkList } from './chunk-list.ts'

/** Stands where compress.ts says how bytes are kept: the id of a page follows, and the place in it. */
const ON_PAGE = 2
/** A longer answer is worth a compression of its own. In bytes. */
const MAX_PAGE_BYTES = 32 * 1024
/** As long as a page gets: whoever asks for one answer has to unpack all of it. In bytes. */
const PAGE = 256 * 1024
const MAX_REFERENCE_BYTES = 17

interface Answer {
  id: number
  startedAt: number
  bytes: Uint8Array
}

/**
 * Stores answers that finished together as pages, beside those of their headers: one compression for all of them is a
 * small part of the work, and of the room.
 *
 * @returns the rows that name them
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

/** The answer that a row names; undefined where the row holds its bytes itself. */
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
    // A damaged page has no answers any more.
    return Buffer.alloc(0)
  }
}

function responseOf({ id, row }: FinishedBody): Answer[] {
  const bytes = row.end?.responseBody
  return bytes === undefined || bytes.length === 0 ? [] : [{ id, startedAt: row.startedAt, bytes }]
}

/** Answers in their order; one that is long is alone. */
function pagesOf(responses: readonly Answer[]): Answer[][] {
  const pages: Answer[][] = []
  let open: Answer[] = []
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

function rowOf({ id, bytes }: Answer, recipe: Uint8Array): Schema['body'] {
  return { request_id: id, side: SIDE.response, size: bytes.length, recipe }
}

function referenceTo(page: number, place: number): Uint8Array {
  const reference = Buffer.alloc(MAX_REFERENCE_BYTES)
  reference[0] = ON_PAGE
  return reference.subarray(0, writeNumber(reference, writeNumber(reference, 1, page), place))
}
