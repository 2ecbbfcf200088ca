import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { isAliveSince } from '../../base/process-identity.ts'
import type { Database } from '../database.ts'
import type { EndedBy } from '../../../shared/ended-by.ts'
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

/** A time by the wall clock that an earlier run saw, from its start to its last sign of life. In ms since 1970. */
export interface ClockEntry {
  from: number
  to: number
  /** The clock was set to `from`, when it was `to`. */
  isJump: boolean
}

/** `run.host` of an entry that no run made, but the clock: no host name has parentheses. */
const CLOCK = '(clock)'
/** Runs that are looked at. */
const MAX_HISTORY = 1000

/** Times that earlier runs saw, in the order in which they began. */
export async function readClockHistory({ db }: Pick<Database, 'db'>): Promise<ClockEntry[]> {
  const runs = await db
    .selectFrom('run')
    .select(['host', 'started_at', 'heartbeat_at'])
    .orderBy('id', 'desc')
    .limit(MAX_HISTORY)
    .execute()
  return runs
    .toReversed()
    .map((run) => ({ from: run.started_at, to: run.heartbeat_at, isJump: run.host === CLOCK }))
}

/** Writes down that the clock was set, for the next start: the wrong time may last until then. */
export async function noteClockJump(
  { db }: Pick<Database, 'db'>,
  { to, was }: { to: number; was: number },
): Promise<void> {
  const jump = {
    instance: randomUUID(),
    host: CLOCK,
    pid: 0,
    started_at: to,
    heartbeat_at: was,
    ended_at: to,
  }
  await db.insertInto('run').values(jump).execute()
}

/** The point of view from which other runs are judged. */
export interface RunView {
  runId: number
  /** Wall clock, in ms since 1970. */
  now: number
  /** `now` can be compared with earlier times. */
  isClockSteady: boolean
}

/** Says that this run still lives, and closes the requests of those that do not. */
export async function tendRuns(database: Database, view: RunView): Promise<void> {
  const { runId, now } = view
  await database.db.updateTable('run').set({ heartbeat_at: now }).where('id', '=', runId).execute()
  const others = await otherRuns(database, runId)
  for (const run of others.filter((other) => !isAlive(other, view))) {
    await endRun(database, { runId: run.id, who: 'crash', now })
  }
}

/** Whether no other instance that lives has this database open. */
export async function isAlone(database: Database, view: RunView): Promise<boolean> {
  const others = await otherRuns(database, view.runId)
  return others.every((other) => !isAlive(other, view))
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
  { now, isClockSteady }: RunView,
): boolean {
  // Then no age says anything: only a process that does not exist is certainly gone.
  if (!isClockSteady && pid !== process.pid)
    return host !== hostname() || isAliveSince(pid, Number.MAX_SAFE_INTEGER)
  if (now - heard > SILENT_MS) return false
  if (host !== hostname()) return true
  return isAliveSince(pid, startedAt)
}
