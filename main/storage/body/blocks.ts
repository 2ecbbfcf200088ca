import { hash } from 'node:crypto'
import type { Kysely, Transaction } from 'kysely'
import type { Database } from '../database.ts'
import type { Schema } from '../schema.ts'
import { compress, decompress } from './compress.ts'

/** A block is marked as used at most once in this time, in ms. */
export const EPOCH_MS = 600_000

const CACHED = 50_000
const CHUNK = 400
/** Bytes of SHA-256 that identify a block. */
const HASH_BYTES = 16

const EMPTY = new Uint8Array()

interface Known {
  id: number
  /** Epoch with which the row is marked. */
  epoch: number
}

export interface Blocks {
  /** Finds or creates a block for each chunk, in order, and marks it as used at `time` (ms since 1970). */
  learn: (
    trx: Transaction<Schema>,
    chunks: readonly Uint8Array[],
    time: number,
  ) => Promise<(number | undefined)[]>
  /** Damaged and deleted blocks are omitted. */
  load: (db: Kysely<Schema>, ids: readonly number[]) => Promise<Map<number, Buffer>>
  forget: () => void
}

/**
 * Chunks of bodies, each stored once. A known block that was marked in this epoch needs no statement; garbage
 * collection skips blocks of the newest epochs, so every block cached here exists.
 */
export function createBlocks(database: Database): Blocks {
  const known = new Map<string, Known>()

  async function find(trx: Transaction<Schema>, hashes: readonly string[]): Promise<void> {
    for (let at = 0; at < hashes.length; at += CHUNK) {
      const rows = await trx
        .selectFrom('block')
        .select(['id', 'hash', 'epoch'])
        .where('hash', 'in', hashes.slice(at, at + CHUNK).map(toBytes))
        .execute()
      for (const row of rows) known.set(toText(row.hash), { id: row.id, epoch: row.epoch })
    }
  }
  async function mark(trx: Transaction<Schema>, hashes: readonly string[], epoch: number): Promise<void> {
    const stale = hashes.filter((key) => (known.get(key)?.epoch ?? epoch) < epoch)
    for (const key of stale) known.delete(key)
    for (let at = 0; at < stale.length; at += CHUNK) {
      const rows = await trx
        .updateTable('block')
        .set({ epoch })
        .where('hash', 'in', stale.slice(at, at + CHUNK).map(toBytes))
        .returning(['id', 'hash'])
        .execute()
      // Blocks that another instance collected meanwhile are not among them, and are created again.
      for (const row of rows) known.set(toText(row.hash), { id: row.id, epoch })
    }
  }
  async function make(
    trx: Transaction<Schema>,
    chunks: ReadonlyMap<string, Uint8Array>,
    epoch: number,
  ): Promise<void> {
    const rows = [...chunks].flatMap(([key, bytes]) =>
      known.has(key) ? [] : [{ hash: toBytes(key), epoch, size: bytes.length, data: compress(bytes) }],
    )
    const made = await database.insertAll(rows, (some) =>
      trx
        .insertInto('block')
        .values(some.slice())
        .onConflict((conflict) =>
          conflict.column('hash').doUpdateSet((eb) => ({ epoch: eb.ref('excluded.epoch') })),
        )
        .returning(['id', 'hash']),
    )
    for (const row of made) known.set(toText(row.hash), { id: row.id, epoch })
  }

  async function learnNamed(
    trx: Transaction<Schema>,
    chunks: ReadonlyMap<string, Uint8Array>,
    epoch: number,
  ): Promise<void> {
    const names = [...chunks.keys()]
    await find(
      trx,
      names.filter((name) => !known.has(name)),
    )
    await mark(trx, names, epoch)
    await make(trx, chunks, epoch)
  }

  return {
    forget: () => known.clear(),
    async learn(trx, chunks, time) {
      if (known.size > CACHED) known.clear()
      const epoch = Math.floor(time / EPOCH_MS)
      const names = chunks.map(nameOf)
      const isCurrent = (name: string) => known.get(name)?.epoch === epoch
      const named = names.flatMap((name, at) =>
        isCurrent(name) ? [] : [[name, chunks[at] ?? EMPTY] as const],
      )
      // Sorted, so that two instances lock in the same order.
      if (named.length > 0) await learnNamed(trx, new Map(named.toSorted(byName)), epoch)
      return names.map((name) => known.get(name)?.id)
    },
    load,
  }
}

async function load(db: Kysely<Schema>, ids: readonly number[]): Promise<Map<number, Buffer>> {
  const loaded = new Map<number, Buffer>()
  const wanted = [...new Set(ids)]
  for (let at = 0; at < wanted.length; at += CHUNK) {
    const rows = await db
      .selectFrom('block')
      .select(['id', 'hash', 'data'])
      .where('id', 'in', wanted.slice(at, at + CHUNK))
      .execute()
    for (const row of rows) addWhole(loaded, row)
  }
  return loaded
}

function addWhole(
  loaded: Map<number, Buffer>,
  row: { id: number; hash: Uint8Array; data: Uint8Array },
): void {
  try {
    const bytes = decompress(row.data)
    // SQLite does not detect a flipped bit inside a value.
    if (nameOf(bytes) === toText(row.hash)) loaded.set(row.id, bytes)
  } catch {
    // Damaged: treated as deleted.
  }
}

function nameOf(bytes: Uint8Array): string {
  return hash('sha256', bytes, 'hex').slice(0, HASH_BYTES * 2)
}

function toBytes(name: string): Buffer {
  return Buffer.from(name, 'hex')
}

function toText(name: Uint8Array): string {
  return Buffer.from(name.buffer, name.byteOffset, name.byteLength).toString('hex')
}

function byName([a]: readonly [string, Uint8Array], [b]: readonly [string, Uint8Array]): number {
  return a < b ? -1 : 1
}
