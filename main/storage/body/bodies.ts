import type { Kysely, Transaction } from 'kysely'
import type { Database } from '../database.ts'
import { type Schema, SIDE } from '../schema.ts'
import { loadResponse, storeResponses } from './response-pages.ts'
import { createBlocks, EPOCH_MS } from './blocks.ts'
import { compress, decompress } from './compress.ts'
import { createRecentBodies, type SplitBody } from './recent-bodies.ts'
import { type Chunk, readChunkList, writeChunkList } from './chunk-list.ts'
import type { KnownBody } from './scan-body.ts'
import type { FinishedBody } from './finished-body.ts'

/** Smaller chunks are stored inline: a block's row would be larger than the chunk. In bytes. */
const MIN_BLOCK_BYTES = 96
const QUOTE = 0x22
const NOTHING = new Uint8Array()

/**
 * Request and response bodies. Each turn of a conversation repeats the earlier ones, so a request body is split by
 * message and each block is stored once. Loading returns identical bytes.
 */
export interface Bodies {
  store: (trx: Transaction<Schema>, finished: readonly FinishedBody[]) => Promise<void>
  /** A recent request body with much in common with this one. */
  similar: (bytes: Buffer) => KnownBody | undefined
  /** Undefined when the body was not kept or parts of it are gone. */
  load: (db: Kysely<Schema>, requestId: number, side: number) => Promise<Buffer<ArrayBuffer> | undefined>
  /** For use after a rollback or a clearing, when cached blocks may not exist. */
  forget: () => void
}

export function createBodies(deps: { database: Database; now: () => number }): Bodies {
  const blocks = createBlocks(deps.database)
  const recent = createRecentBodies()

  /** Finds the block of every chunk that is large enough for one. */
  async function learn(
    trx: Transaction<Schema>,
    split: readonly SplitRequest[],
    time: number,
  ): Promise<void> {
    const epoch = Math.floor(time / EPOCH_MS)
    const wanted: Wanted[] = []
    for (const body of split) {
      recent.recognize(body, epoch)
      wanted.push(...wantedOf(body))
    }
    const ids = await blocks.learn(
      trx,
      wanted.map(({ bytes }) => bytes),
      time,
    )
    for (const [index, { body, at }] of wanted.entries()) body.ids[at] = ids[index]
    for (const body of split) recent.remember(body, epoch)
  }
  function forget(): void {
    blocks.forget()
    recent.forget()
  }

  return {
    forget,
    similar: recent.similar,
    async store(trx, finished) {
      const split = finished.flatMap((body) => splitRequest(body))
      // After a clock was set back, requests can be newer than now; garbage collection goes by their time.
      const time = Math.max(deps.now(), ...finished.map(({ row }) => row.startedAt))
      await learn(trx, split, time)
      const rows = [
        ...split.map((body) => ({
          request_id: body.id,
          side: SIDE.request,
          size: body.bytes.length,
          recipe: compress(writeChunkList(chunksOf(body))),
        })),
        ...(await storeResponses(trx, finished)),
        ...finished.flatMap(missingOf),
      ]
      await deps.database.insertAll(rows, (some) =>
        trx
          .insertInto('body')
          .values(some.slice())
          .onConflict((conflict) => conflict.columns(['request_id', 'side']).doNothing()),
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
      const body = (await loadResponse(db, stored)) ?? (await loadChunks(db, stored.recipe))
      return body.length === stored.size ? body : undefined
    },
  }

  async function loadChunks(db: Kysely<Schema>, list: Uint8Array): Promise<Buffer<ArrayBuffer>> {
    const chunks = readChunks(list)
    const found = await blocks.load(
      db,
      chunks.filter((chunk) => typeof chunk === 'number'),
    )
    const parts = chunks.map((chunk) => (typeof chunk === 'number' ? found.get(chunk) : chunk))
    return Buffer.concat(parts.filter((part) => part !== undefined))
  }
}

interface SplitRequest extends SplitBody {
  /** Row id. */
  id: number
}

function splitRequest({ id, row, map }: FinishedBody): SplitRequest[] {
  const body = row.end?.requestBody
  if (body === undefined || body.length === 0 || row.end?.keepBody !== true) return []
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  const boundaries = chunkBoundaries(bytes, map?.boundaries ?? [])
  return [{ id, bytes, map, boundaries, ids: Array.from({ length: boundaries.length - 1 }) }]
}

/** A body that was not kept has a row with its size and an empty list. */
function missingOf({ id, row: { end } }: FinishedBody): Schema['body'][] {
  const { request, response } = end?.missing ?? {}
  return [
    ...(request === undefined
      ? []
      : [{ request_id: id, side: SIDE.request, size: request, recipe: NOTHING }]),
    ...(response === undefined
      ? []
      : [{ request_id: id, side: SIDE.response, size: response, recipe: NOTHING }]),
  ]
}

/** The few bytes before a text repeat whenever the text does, so both form one chunk. */
function chunkBoundaries(bytes: Buffer, found: readonly number[]): number[] {
  const boundaries = [0]
  let last = 0
  for (const boundary of found) {
    if (boundary === last || (boundary - last < MIN_BLOCK_BYTES && bytes[boundary] === QUOTE)) continue
    boundaries.push(boundary)
    last = boundary
  }
  if (last < bytes.length) boundaries.push(bytes.length)
  return boundaries
}

interface Wanted {
  body: SplitRequest
  at: number
  bytes: Uint8Array
}

function wantedOf(body: SplitRequest): Wanted[] {
  const wanted: Wanted[] = []
  const { bytes, boundaries, ids } = body
  for (let at = 0; at < ids.length; at++) {
    const [start = 0, end = 0] = [boundaries[at], boundaries[at + 1]]
    if (ids[at] === undefined && end - start >= MIN_BLOCK_BYTES)
      wanted.push({ body, at, bytes: bytes.subarray(start, end) })
  }
  return wanted
}

/** Merges adjacent chunks without a block. */
function chunksOf({ bytes, boundaries, ids }: SplitBody): Chunk[] {
  const chunks: Chunk[] = []
  /** Start of the bytes that have no block. */
  let own = 0
  for (let at = 0; at < ids.length; at++) {
    const id = ids[at]
    if (id === undefined) continue
    const [start = 0, end = 0] = [boundaries[at], boundaries[at + 1]]
    if (own < start) chunks.push(bytes.subarray(own, start))
    chunks.push(id)
    own = end
  }
  if (own < bytes.length) chunks.push(bytes.subarray(own))
  return chunks
}

function readChunks(list: Uint8Array): Chunk[] {
  try {
    return readChunkList(decompress(list))
  } catch {
    // A damaged list yields the wrong size, so no body is returned.
    return []
  }
}
