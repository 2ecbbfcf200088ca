import { readFileSync } from 'node:fs'
import { uptime } from 'node:os'
import { type Static, Type } from 'typebox'

/** A process, told from a later one that got the same id. */
export const ProcessIdentity = Type.Object({
  pid: Type.Integer(),
  /** When it began, in ticks since the machine started; null where that cannot be known. */
  birth: Type.Union([Type.String(), Type.Null()]),
})
export type ProcessIdentity = Static<typeof ProcessIdentity>

export function ownIdentity(): ProcessIdentity {
  return { pid: process.pid, birth: birthOf(process.pid) ?? null }
}

export function isSame(a: ProcessIdentity, b: ProcessIdentity): boolean {
  return a.pid === b.pid && a.birth === b.birth
}

/** Whether a process still lives; one of another user counts. */
export function isAlive({ pid, birth }: ProcessIdentity): boolean {
  const known = birthOf(pid)
  if (known !== undefined && birth !== null) return known === birth
  return isThere(pid)
}

/** Linux counts time in /proc in this many ticks per second (sysconf(_SC_CLK_TCK), 100 wherever Node runs). */
const TICKS = 100
/** What the two clocks may differ by, in ms. */
const SLACK_MS = 2_000

/**
 * Whether the process that had an id at a time (ms since 1970) still lives; one of another user counts. Ids are used
 * again, in containers at once: a process that began later is another one, where that can be known.
 */
export function isAliveSince(pid: number, since: number): boolean {
  const start = pid === process.pid ? Date.now() - process.uptime() * 1000 : startOf(pid)
  if (start !== undefined) return start <= since + SLACK_MS
  return isThere(pid)
}

/** In ms since 1970; Infinity for one that does not exist. Undefined where there is no /proc. */
function startOf(pid: number): number | undefined {
  if (process.platform !== 'linux') return undefined
  const birth = birthOf(pid) ?? ''
  return birth === '' ? Infinity : Date.now() - uptime() * 1000 + (Number(birth) * 1000) / TICKS
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Field 22 of /proc/<pid>/stat (proc(5)), which Claude Code calls `procStart`. Undefined where there is none. */
function birthOf(pid: number): string | undefined {
  try {
    // The name, in parentheses, may hold spaces.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    // A zombie has ended; only its parent does not know yet.
    return fields[0] === 'Z' ? '' : fields[19]
  } catch {
    return undefined
  }
}
