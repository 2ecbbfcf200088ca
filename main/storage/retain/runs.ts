import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { isAliveSince } from '../../base/process-identity.ts'
import type { Database } from '../database.ts'
import type { EndedRun } from './find-misdated-runs.ts'
import type { EndedBy } from '../../../shared/ended-by.ts'
import { END_PHASES, ENDED_BY, type RunTable } from '../schema.ts'
import { addUsage, usageOf } from '../write/usage.ts'
import type { Selectable } from 'kysely'

/** Interval of a run's heartbeat, in ms. Each is a write, which wakes a disk that may sleep. */
export const HEARTBEAT_MS = 60_000
/** A run whose heartbeat does not change for this long counts as gone, in ms. */
const SILENT_MS = 2 * HEARTBEAT_MS
/** Maximum time that counts between two looks, in ms: while the computer sleeps, no heart beats. */
const MAX_STEP_MS = HEARTBEAT_MS

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
  heartbeats: Heartbeats
}

/** Heartbeats of other runs, as seen by this one. */
export interface Heartbeats {
  /** True when the heartbeat of a run has not changed for two minutes. */
  isSilent: (run: Pick<Selectable<RunTable>, 'id' | 'heartbeat_at'>) => boolean
}

/**
 * Judges by the change of a heartbeat, never by its age: the clock of another program or machine may differ from ours,
 * either can be set, and after a sleep every heartbeat is old.
 *
 * @param steady in ms since any moment; cannot be set
 */
export function createHeartbeats(steady: () => number): Heartbeats {
  const heard = new Map<number, { beat: number; lookedAt: number; silentMs: number }>()
  return {
    isSilent({ id, heartbeat_at: beat }) {
      const at = steady()
      const last = heard.get(id)
      const silentMs = last?.beat === beat ? last.silentMs + Math.min(at - last.lookedAt, MAX_STEP_MS) : 0
      const isGone = silentMs > SILENT_MS
      // Runs that are gone are ended, and then never seen again.
      if (isGone) heard.delete(id)
      else heard.set(id, { beat, lookedAt: at, silentMs })
      return isGone
    },
  }
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

/** Runs of other instances that have ended, in the order in which they began, with the time that their clock showed. */
export async function goneRuns({ db }: Database, { runId }: RunView): Promise<EndedRun[]> {
  const runs = await db
    .selectFrom('run')
    .select(['id', 'started_at', 'heartbeat_at'])
    .where('ended_at', 'is not', null)
    .where('id', '<>', runId)
    .where('host', '<>', CLOCK)
    .orderBy('id', 'desc')
    .limit(MAX_HISTORY)
    .execute()
  return runs.toReversed().map((run) => ({ id: run.id, from: run.started_at, to: run.heartbeat_at }))
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
      .returning(['started_at', 'model_id', 'organization_id', 'session_id', 'agent_id'])
      .execute()
    await addUsage({ database, trx }, ended.map(usageOf))
    const end = who === 'shutdown' ? { ended_at: now, heartbeat_at: now } : { ended_at: now }
    await trx.updateTable('run').set(end).where('id', '=', runId).execute()
  })
}

function otherRuns({ db }: Database, runId: number): Promise<Selectable<RunTable>[]> {
  return db.selectFrom('run').selectAll().where('ended_at', 'is', null).where('id', '<>', runId).execute()
}

/**
 * A process that has ended, or our own process ID, which an earlier container had too, needs no silence. Any other
 * process may have been given the ID of the run's: start times cannot tell, because they depend on the clock.
 */
function isAlive(run: Selectable<RunTable>, { heartbeats }: RunView): boolean {
  const { host, pid, started_at: startedAt } = run
  const since = pid === process.pid ? startedAt : Number.MAX_SAFE_INTEGER
  if (host === hostname() && !isAliveSince(pid, since)) return false
  return !heartbeats.isSilent(run)
}
