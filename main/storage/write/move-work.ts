import type { Selectable, Transaction } from 'kysely'
import type { Database } from '../database.ts'
import type { RequestTable, Schema } from '../schema.ts'
import { addUsage, loadUsage } from './usage.ts'

const CHUNK = 400

/** Moves stored requests, and their part of the sums, to a project or a kind. */
export async function moveWork(
  target: { database: Database; trx: Transaction<Schema> },
  rows: readonly Selectable<RequestTable>[],
  change: { project_id: number } | { kind_id: number },
): Promise<void> {
  const usage = await loadUsage(target.trx, rows)
  for (let at = 0; at < rows.length; at += CHUNK) {
    const ids = rows.slice(at, at + CHUNK).map(({ id }) => id)
    await target.trx.updateTable('request').set(change).where('id', 'in', ids).execute()
  }
  await addUsage(target, usage, -1)
  await addUsage(
    target,
    usage.map((row) => ({ ...row, ...change })),
  )
}
