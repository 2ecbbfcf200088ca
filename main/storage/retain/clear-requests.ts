import type { DeletedRequests } from '../../../shared/request-log.ts'
import type { Database } from '../database.ts'
import { deleteAll, deleteOldest, deleteOrphans } from './delete-requests.ts'
import { giveBack } from './keep-within.ts'
import { isAlone, type RunView } from './runs.ts'

const STEP = 2000

/** `DELETE /api/requests`: all requests, or those that started before a time (ms since 1970). */
export async function clearRequests(
  database: Database,
  { before, view, ageNow }: { before: number | undefined; view: RunView; ageNow: number },
): Promise<DeletedRequests> {
  const message = 'Request history cleared'
  if (before === undefined) {
    const deleted = await deleteAll(database, { alone: await isAlone(database, view) })
    await giveBack(database)
    // Deleted data stays in the log until that is truncated.
    database.checkpoint()
    return { message, deleted }
  }
  let deleted = 0
  for (let step = STEP; step === STEP; deleted += step)
    step = await deleteOldest(database, { before, limit: STEP })
  for (let step = STEP; step === STEP;) step = await deleteOrphans(database, { now: ageNow, limit: STEP })
  await giveBack(database)
  database.checkpoint()
  return { message, deleted }
}
