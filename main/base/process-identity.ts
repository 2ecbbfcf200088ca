import { readFileSync } from 'node:fs'
import { uptime } from 'node:os'
import { type Static, Type } from 'typebox'

/** Identifies a process, even if a later one reuses its ID. */
export const ProcessIdentity = Type.Object({
  pid: Type.Integer(),
  /** Start time in clock ticks since boot; null if unknown. */
  birth: Type.Union([Type.String(), Type.Null()]),
})
export type ProcessIdentity = Static<typeof ProcessIdentity>

export function ownIdentity(): ProcessIdentity {
  return { pid: process.pid, birth: birthOf(process.pid) ?? null }
}

export function isSame(a: ProcessIdentity, b: ProcessIdentity): boolean {
  return a.pid === b.pid && a.birth === b.birth
}

/** True while the process lives, also if another user owns it. */
export function isAlive({ pid, birth }: ProcessIdentity): boolean {
  const known = birthOf(pid)
  if (known !== undefined && birth !== null) return known === birth
  return isThere(pid)
}

/** Clock ticks per second in Linux's /proc (sysconf(_SC_CLK_TCK), 100 wherever Node runs). */
const TICKS = 100
/** Maximum difference between the two clocks, in ms. */
const SLACK_MS = 2_000

/**
 * True while the process that had this ID at a time (ms since 1970) lives, also if another user owns it. IDs are
 * reused, in containers almost immediately: a process that started later is a different one, if that can be known.
 */
export function isAliveSince(pid: number, since: number): boolean {
  const start = pid === process.pid ? Date.now() - process.uptime() * 1000 : startOf(pid)
  if (start !== undefined) return start <= since + SLACK_MS
  return isThere(pid)
}

/** In ms since 1970; Infinity if the process does not exist. Undefined if there is no /proc. */
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

/** Field 22 of /proc/<pid>/stat (proc(5)), which Claude Code calls `procStart`. Undefined if there is none. */
function birthOf(pid: number): string | undefined {
  try {
    // The name, in parentheses, may contain spaces.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    // A zombie has ended; only its parent has not reaped it yet.
    return fields[0] === 'Z' ? '' : fields[19]
  } catch {
    return undefined
  }
}
