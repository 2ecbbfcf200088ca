import type { Database } from '../database.ts'
import { decompress } from '../body/compress.ts'
import { readChunkList } from '../body/chunk-list.ts'
import { SIDE } from '../schema.ts'

const CHUNK = 400

/**
 * Deletes every block that no request uses. Reads all recipes in one transaction, so that no block comes into use
 * meanwhile. Only for an instance that is alone, and that clears its caches afterwards.
 */
export function sweepBlocks(database: Database): Promise<void> {
  return database.transaction(async (trx) => {
    const used = new Set<number>()
    for (let last = 0; ;) {
      const bodies = await trx
        .selectFrom('body')
        .select(['request_id', 'recipe'])
        .where('side', '=', SIDE.request)
        .where('request_id', '>', last)
        .orderBy('request_id')
        .limit(CHUNK)
        .execute()
      for (const { recipe } of bodies) addBlocks(used, recipe)
      last = bodies.at(-1)?.request_id ?? 0
      if (bodies.length < CHUNK) break
    }
    const blocks = await trx.selectFrom('block').select('id').execute()
    const unused = blocks.map(({ id }) => id).filter((id) => !used.has(id))
    for (let at = 0; at < unused.length; at += CHUNK) {
      await trx
        .deleteFrom('block')
        .where('id', 'in', unused.slice(at, at + CHUNK))
        .execute()
    }
  })
}

function addBlocks(used: Set<number>, recipe: Uint8Array): void {
  try {
    for (const chunk of readChunkList(decompress(recipe))) if (typeof chunk === 'number') used.add(chunk)
  } catch {
    // A damaged list no longer needs its blocks.
  }
}
