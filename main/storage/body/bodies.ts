import type { Kysely, Transaction } from 'kysely'
import type { Database } from '../database.ts'
import type { RowMessage } from '../protocol.ts'
import { type Schema, SIDE } from '../schema.ts'
import { createBlocks } from './blocks.ts'
import { compress, decompress } from './compress.ts'
import { type Piece, readRecipe, writeRecipe } from './recipe.ts'

/** A smaller piece is no block: its row would be larger than itself. In bytes. */
const SMALLEST_BLOCK = 96

export interface FinishedBody {
  /** Id of its row. */
  id: number
  row: RowMessage
  /** Where its request body falls into pieces; empty where it is one. */
  cuts: readonly number[]
}

/**
 * Request and response bodies. A conversation sends its whole past with every turn, so a request body is split by
 * message and each block stored once; what comes back is the same bytes.
 */
export interface Bodies {
  store: (trx: Transaction<Schema>, finished: readonly FinishedBody[]) => Promise<void>
  /** Undefined where it was not kept, or parts of it are gone. */
  load: (db: Kysely<Schema>, requestId: number, side: number) => Promise<Buffer<ArrayBuffer> | undefined>
  /** After a rollback or a clearing: some of what is remembered may not exist. */
  forget: () => void
}

export function createBodies(deps: { database: Database; now: () => number }): Bodies {
  const blocks = createBlocks(deps.database)
  return {
    forget: blocks.forget,
    async store(trx, finished) {
      const split = finished.flatMap((body) => splitRequest(body))
      // Where a clock was set back, the requests are younger than now; garbage is told by their time.
      const time = Math.max(deps.now(), ...finished.map(({ row }) => row.startedAt))
      const ids = await blocks.learn(
        trx,
        split.flatMap(({ pieces }) => pieces.filter(isShared)),
        time,
      )
      const rows = [
        ...split.map(({ id, size, pieces }) => ({
          request_id: id,
          side: SIDE.request,
          size,
          recipe: compress(writeRecipe(joined(pieces.map((piece) => ids.get(piece) ?? piece)))),
        })),
        ...finished.flatMap((body) => wholeResponse(body)),
      ]
      await deps.database.insertAll(rows, (some) =>
        trx
          .insertInto('body')
          .values(some.slice())
          .onConflict((conflict) => conflict.columns(['request_id', 'side']).doNothing())
          .returning('request_id'),
      )
    },
    async load(db, requestId, side) {
      const stored = await db
        .selectFrom('body')
        .select(['recipe', 'size'])
        .where('request_id', '=', requestId)
        .where('side', '=', side)
        .executeTakeFirst()
      if (stored === undefined) return undefined
      const pieces = piecesOf(stored.recipe)
      const found = await blocks.load(
        db,
        pieces.filter((piece) => typeof piece === 'number'),
      )
      const parts = pieces.map((piece) => (typeof piece === 'number' ? found.get(piece) : piece))
      const body = Buffer.concat(parts.filter((part) => part !== undefined))
      return body.length === stored.size ? body : undefined
    },
  }
}

function splitRequest({ id, row, cuts }: FinishedBody): { id: number; size: number; pieces: Uint8Array[] }[] {
  const body = row.end?.requestBody
  if (body === undefined || body.length === 0 || row.end?.keepBody !== true) return []
  const edges = [0, ...cuts, body.length]
  const pieces = edges.slice(1).map((edge, index) => body.subarray(edges[index], edge))
  return [{ id, size: body.length, pieces }]
}

/** An answer comes once; only the compression pays. */
function wholeResponse({ id, row }: FinishedBody): Schema['body'][] {
  const body = row.end?.responseBody
  if (body === undefined || body.length === 0) return []
  return [{ request_id: id, side: SIDE.response, size: body.length, recipe: compress(writeRecipe([body])) }]
}

function isShared(piece: Uint8Array): boolean {
  return piece.length >= SMALLEST_BLOCK
}

/** Neighbouring bytes become one piece. */
function joined(pieces: readonly Piece[]): Piece[] {
  const all: Piece[] = []
  let own: Uint8Array[] = []
  for (const piece of [...pieces, 0]) {
    if (typeof piece !== 'number') {
      own.push(piece)
      continue
    }
    if (own.length > 0) all.push(Buffer.concat(own))
    own = []
    all.push(piece)
  }
  return all.slice(0, -1)
}

function piecesOf(recipe: Uint8Array): Piece[] {
  try {
    return readRecipe(decompress(recipe))
  } catch {
    // A damaged recipe gives the wrong size, and with that no body.
    return []
  }
}
