import { readFileSync } from 'node:fs'
import { uptime } from 'node:os'

/** Linux counts time in /proc in this many ticks per second (sysconf(_SC_CLK_TCK), 100 wherever Node runs). */
const TICKS = 100
/** What the two clocks may differ by, in ms. */
const SLACK = 2000

/**
 * Whether the process that had an id at a time (ms since 1970) still lives; one of another user counts. Ids are used
 * again, in containers at once: a process that began later is another one, where that can be known.
 */
export function isProcessAlive(pid: number, since: number): boolean {
  const start = pid === process.pid ? Date.now() - process.uptime() * 1000 : startOf(pid)
  if (start !== undefined) return start <= since + SLACK
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** In ms since 1970; Infinity for one that does not exist. Undefined where there is no /proc. */
function startOf(pid: number): number | undefined {
  if (process.platform !== 'linux') return undefined
  try {
    // The name, in parentheses, may hold spaces; the start is field 22 (man 5 proc).
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    // A zombie has ended; only its parent does not know yet.
    if (fields[0] === 'Z') return Infinity
    return Date.now() - uptime() * 1000 + (Number(fields[19]) * 1000) / TICKS
  } catch {
    return Infinity
  }
}
