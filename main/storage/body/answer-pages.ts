import type { Kysely, Transaction } from 'kysely'
import { type Schema, SIDE } from '../schema.ts'
import type { FinishedBody } from './bodies.ts'
import { compress, decompress } from './compress.ts'
import { readNumber, writeNumber, writeRecipe } from './recipe.ts'

/** Stands where compress.ts says how bytes are kept: the id of a page follows, and the place in it. */
const ON_PAGE = 2
/** A longer answer is worth a compression of its own. In bytes. */
const LONGEST = 32 * 1024
/** As long as a page gets: whoever asks for one answer has to unpack all of it. In bytes. */
const PAGE = 256 * 1024
const MOST_REFERENCE = 17

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
export async function storeAnswers(
  trx: Transaction<Schema>,
  finished: readonly FinishedBody[],
): Promise<Schema['body'][]> {
  const rows: Schema['body'][] = []
  for (const page of pagesOf(finished.flatMap(answerOf))) {
    const [only] = page
    if (only !== undefined && page.length === 1) {
      rows.push(rowOf(only, compress(writeRecipe([only.bytes]))))
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
    for (const answer of page) {
      rows.push(rowOf(answer, referenceTo(stored.id, place)))
      place += answer.bytes.length
    }
  }
  return rows
}

/** The answer that a row names; undefined where the row holds its bytes itself. */
export async function loadAnswer(
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

function answerOf({ id, row }: FinishedBody): Answer[] {
  const bytes = row.end?.responseBody
  return bytes === undefined || bytes.length === 0 ? [] : [{ id, startedAt: row.startedAt, bytes }]
}

/** Answers in their order; one that is long is alone. */
function pagesOf(answers: readonly Answer[]): Answer[][] {
  const pages: Answer[][] = []
  let open: Answer[] = []
  let length = 0
  for (const answer of answers) {
    if (answer.bytes.length > LONGEST) {
      pages.push([answer])
      continue
    }
    if (length + answer.bytes.length > PAGE) {
      pages.push(open)
      open = []
      length = 0
    }
    open.push(answer)
    length += answer.bytes.length
  }
  return open.length === 0 ? pages : [...pages, open]
}

function rowOf({ id, bytes }: Answer, recipe: Uint8Array): Schema['body'] {
  return { request_id: id, side: SIDE.response, size: bytes.length, recipe }
}

function referenceTo(page: number, place: number): Uint8Array {
  const reference = Buffer.alloc(MOST_REFERENCE)
  reference[0] = ON_PAGE
  return reference.subarray(0, writeNumber(reference, writeNumber(reference, 1, page), place))
}
