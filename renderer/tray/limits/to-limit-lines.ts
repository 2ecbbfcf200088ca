import { judgeLimits, type Limit } from '../../../shared/judge-limits.ts'
import type { LimitWindow, RateLimitsResponse } from '../../../shared/rate-limit.ts'
import { numberAccounts } from '../../../shared/number-accounts.ts'

/** One limit of the account. */
export interface LimitLine extends Pick<LimitWindow, 'pool' | 'name'> {
  key: string
  /** Undefined while unknown. */
  limit: Limit | undefined
}

export interface LimitLines {
  /** The one that needs attention first on top; unknown ones last. */
  lines: LimitLine[]
  /** Number of further limits that there is no room for. */
  more: number
  /** Time of the newest response that named one, in ms since the epoch. Undefined while all are unknown. */
  at: number | undefined
  /** Number of the account, if there are several with open limits. */
  account: number | undefined
}

/** The limits that every subscription has. Their lines stay while they are unknown, and whatever else is used up. */
const ALWAYS = ['5h', '7d']
/** Lines that fit into the popover beside everything else. */
const MAX_LINES = 5

/** Limits of the account with the newest response. `now` in ms since the epoch. */
export function toLimitLines(response: RateLimitsResponse | undefined, now: number): LimitLines {
  const accounts = numberAccounts(response?.rateLimits ?? [])
    .map(({ snapshot, account }) => ({ account, limits: judgeLimits(snapshot, now) }))
    .filter(({ limits }) => limits.some((limit) => isWorthALine(limit, limits)))
    .toSorted((a, b) => newestOf(b.limits) - newestOf(a.limits))
  const [newest] = accounts
  const limits = newest?.limits ?? []
  const shown = limits.filter((limit) => isWorthALine(limit, limits))
  const names = new Set(limits.filter(({ isOver }) => !isOver).map(({ name }) => name))
  // An account in overage may name neither window; it isn't missing them.
  const isNamed = (name: string) => limits.length === 0 || limits.some((limit) => limit.name === name)
  const unknown = ALWAYS.filter((name) => !names.has(name) && isNamed(name)).map((name): LimitLine => ({
    key: `subscription/${name}`,
    pool: 'subscription',
    name,
    limit: undefined,
  }))
  const known = shown.map((limit): LimitLine => ({
    key: limit.key,
    pool: limit.pool,
    name: limit.name,
    limit,
  }))
  const lines = [...known, ...unknown]
  return {
    lines: chooseLines(lines),
    more: Math.max(0, lines.length - MAX_LINES),
    at: newest && newestOf(newest.limits),
    account: accounts.length > 1 ? newest?.account : undefined,
  }
}

/** The most urgent ones, in their order. Those of every subscription stay, however urgent the others are. */
function chooseLines(lines: readonly LimitLine[]): LimitLine[] {
  const isAlways = ({ pool, name }: LimitLine) => pool === 'subscription' && ALWAYS.includes(name)
  const others = lines.filter((line) => !isAlways(line))
  const chosen = new Set(others.slice(0, MAX_LINES - (lines.length - others.length)))
  return lines.filter((line) => isAlways(line) || chosen.has(line))
}

function newestOf(limits: readonly Limit[]): number {
  return Math.max(...limits.filter(({ isOver }) => !isOver).map(({ at }) => at))
}

/** An open limit. Those by the minute refill too fast to be read at a glance, unless they are nearly used. */
function isWorthALine({ pool, isOver, tone, inUse }: Limit, all: readonly Limit[]): boolean {
  if (isOver) return false
  if (pool === 'subscription' || tone !== 'plain' || inUse) return true
  if (pool !== 'overage') return false
  const windows = all.filter((limit) => limit.pool === 'subscription' && !limit.isOver)
  return windows.length === 0 || windows.some(({ isReached }) => isReached)
}
