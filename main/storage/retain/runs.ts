import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { isAliveSince } from '../../base/process-identity.ts'
import type { Database } from '../database.ts'
import type { EndedBy } from '../../../shared/ended-by.ts'
import { END_PHASES, ENDED_BY, type RunTable } from '../schema.ts'
import { addUsage } from '../write/usage.ts'
import type { Selectable } from 'kysely'

/** A run on another machine without a heartbeat for this long counts as gone, in ms. The interval is 30 s. */
const SILENT_MS = 120_000

/** Registers this run; a restarted worker thread finds its own entry again. */
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

/** A period of wall clock time in the history: from the start of a run to its last heartbeat. In ms since 1970. */
export interface ClockEntry {
  from: number
  to: number
  /** The clock was set to `from` when it showed `to`. */
  isJump: boolean
}

/** `run.host` of an entry for a clock jump: no host name has parentheses. */
const CLOCK = '(clock)'
/** Maximum number of runs read. */
const MAX_HISTORY = 1000

/** Times recorded by earlier runs, in the order in which they began. */
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

/** Records that the clock was set, for the next start: it may still be wrong then. */
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

/** Own run and time, for judging other runs. */
export interface RunView {
  runId: number
  /** Wall clock, in ms since 1970. */
  now: number
  /** True when `now` can be compared with earlier times. */
  isClockSteady: boolean
}

/** Updates this run's heartbeat, and ends the runs that are gone. */
export async function maintainRuns(database: Database, view: RunView): Promise<void> {
  const { runId, now } = view
  await database.db.updateTable('run').set({ heartbeat_at: now }).where('id', '=', runId).execute()
  const others = await otherRuns(database, runId)
  for (const run of others.filter((other) => !isAlive(other, view))) {
    await endRun(database, { runId: run.id, who: 'crash', now })
  }
}

/** True when no other live instance has this database open. */
export async function isAlone(database: Database, view: RunView): Promise<boolean> {
  const others = await otherRuns(database, view.runId)
  return others.every((other) => !isAlive(other, view))
}

/** Ends a run; its open requests end as `who`, in the last recorded phase, `connect`. */
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

/** Process ids are reused, in containers immediately: a process that started after the run is another one. */
function isAlive(
  { host, pid, started_at: startedAt, heartbeat_at: heard }: Selectable<RunTable>,
  { now, isClockSteady }: RunView,
): boolean {
  // Ages are unreliable then: only a process that does not exist is certainly gone.
  if (!isClockSteady && pid !== process.pid)
    return host !== hostname() || isAliveSince(pid, Number.MAX_SAFE_INTEGER)
  if (now - heard > SILENT_MS) return false
  if (host !== hostname()) return true
  return isAliveSince(pid, startedAt)
}
