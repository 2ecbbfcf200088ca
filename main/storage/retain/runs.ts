import { hostname } from 'node:os'
import { isProcessAlive } from '../process-alive.ts'
import type { Database } from '../database.ts'
import type { EndedBy } from '../../../shared/request-log.ts'
import { END_PHASES, ENDED_BY, type RunTable } from '../schema.ts'
import { addUsage } from '../write/usage.ts'
import type { Selectable } from 'kysely'

/** A run on another machine that has not been heard of for so long is gone, in ms. It is heard of every 30 s. */
const SILENT_MS = 120_000

/** Enters this start of the program; a restarted worker thread finds its own entry again. */
export async function enterRun(
  { db }: Pick<Database, 'db'>,
  { instance, now }: { instance: string; now: number },
): Promise<number> {
  const run = {
    instance,
    host: hostname(),
    pid: process.pid,
    started_at: now,
    heartbeat_at: now,
    ended_at: null,
  }
  const { id } = await db
    .insertInto('run')
    .values(run)
    .onConflict((conflict) => conflict.column('instance').doUpdateSet({ heartbeat_at: now, ended_at: null }))
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Says that this run still lives, and closes the requests of those that do not. */
export async function tendRuns(
  database: Database,
  { runId, now }: { runId: number; now: number },
): Promise<void> {
  await database.db.updateTable('run').set({ heartbeat_at: now }).where('id', '=', runId).execute()
  const others = await otherRuns(database, runId)
  for (const run of others.filter((other) => !isAlive(other, now))) {
    await endRun(database, { runId: run.id, who: 'crash', now })
  }
}

/** Whether no other instance that lives has this database open. */
export async function isAlone(
  database: Database,
  { runId, now }: { runId: number; now: number },
): Promise<boolean> {
  const others = await otherRuns(database, runId)
  return others.every((other) => !isAlive(other, now))
}

/** Ends a run; requests that it left open end as `who`, at the last phase that was recorded: their acceptance. */
export async function endRun(
  database: Database,
  { runId, who, now }: { runId: number; who: EndedBy; now: number },
): Promise<void> {
  await database.transaction(async (trx) => {
    const ended = await trx
      .updateTable('request')
      .set({ who: ENDED_BY.indexOf(who), phase: END_PHASES.indexOf('connect') })
      .where('run_id', '=', runId)
      .where('who', 'is', null)
      .returning(['started_at', 'model_id', 'organization_id'])
      .execute()
    await addUsage({ database, trx }, ended)
    await trx.updateTable('run').set({ ended_at: now }).where('id', '=', runId).execute()
  })
}

function otherRuns({ db }: Database, runId: number): Promise<Selectable<RunTable>[]> {
  return db.selectFrom('run').selectAll().where('ended_at', 'is', null).where('id', '<>', runId).execute()
}

/** Process ids are used again, in containers at once: a process that began after the run is not the run. */
function isAlive(
  { host, pid, started_at: startedAt, heartbeat_at: heard }: Selectable<RunTable>,
  now: number,
): boolean {
  if (now - heard > SILENT_MS) return false
  if (host !== hostname()) return true
  return isProcessAlive(pid, startedAt)
}
