import type { CacheReason } from '../../../shared/explanation.ts'
import { blocksBetween, comparePlaces, type Mark, marksOf, pointerOf } from './cache-marks.ts'
import { findChange } from './find-change.ts'
import { excerpts } from './first-difference.ts'
import type { Prompt } from './read-prompt.ts'

/** One of the two requests that are compared. */
export interface CacheSide {
  prompt: Prompt
  /** In ms since 1970. */
  startedAt: number
  /** Until the first byte, in ms. */
  ttfbMs: number | undefined
  /** The model that responded, if the request was sent to another one than its body names. */
  ranModel: string | undefined
  /** Identifies whose cache was asked: provider, organization, key. Unknown parts are undefined. */
  account: readonly (string | undefined)[]
  /** `anthropic-beta`, in any order. */
  betas: readonly string[]
  /** Undefined if the response did not report it. */
  read: number | undefined
  written: number | undefined
}

export interface Verdict {
  expected: number
  missed: number
  /** Undefined if nothing was missed. */
  reason: Reason | undefined
}

export interface Reason {
  kind: CacheReason
  path?: string
  before?: string
  after?: string
}

/** A difference of less than this share, or of so many tokens, is no miss: counts of the same text vary a little. */
export const TOLERATED_SHARE = 0.01
export const TOLERATED_TOKENS = 64

/**
 * A mark finds what was cached up to 20 blocks before it.
 *
 * @see https://platform.claude.com/docs/en/build-with-claude/prompt-caching
 */
const LOOKBACK_BLOCKS = 20
const TTL_MS = { '5m': 300_000, '1h': 3_600_000 } as const

/** True if the figures alone tell that nothing was missed. Without figures, the bodies have to be compared. */
export function isHit(expected: number, read: number): boolean {
  const isKnown = expected > 0 || read > 0
  return isKnown && expected - read <= Math.max(TOLERATED_TOKENS, expected * TOLERATED_SHARE)
}

/** Compares a request with the newest one before it that left something in the cache. */
export function judgeCache(before: CacheSide, after: CacheSide): Verdict {
  const expected = (before.read ?? 0) + (before.written ?? 0)
  const read = after.read ?? 0
  if (isHit(expected, read)) return { expected, missed: 0, reason: undefined }
  const missed = Math.max(0, expected - read)
  const marks = marksOf(before.prompt)
  // Without figures only a change tells that the cache can't have been used.
  const isUnknown = missed === 0
  if (isUnknown && marks.length === 0) return { expected, missed: 0, reason: undefined }
  const reason = findReason(before, after, marks)
  if (isUnknown)
    return { expected, missed: 0, reason: reason.kind === 'nothing_changed' ? undefined : reason }
  return { expected, missed, reason }
}

function findReason(before: CacheSide, after: CacheSide, marks: readonly Mark[]): Reason {
  return (
    accountReason(before, after) ??
    findChange(before.prompt, after.prompt, marks.at(-1)) ??
    ranModelReason(before, after) ??
    betaReason(before, after) ??
    markReason(after, marks) ??
    timeReason(before, after, marks) ?? { kind: 'nothing_changed' }
  )
}

/** Each account has a cache of its own; a part that is not known of both tells nothing. */
function accountReason({ account: old }: CacheSide, { account: now }: CacheSide): Reason | undefined {
  const at = now.findIndex((part, index) => {
    const other = old[index]
    return part !== undefined && other !== undefined && part !== other
  })
  return at === -1 ? undefined : { kind: 'account', before: old[at] ?? '', after: now[at] ?? '' }
}

function ranModelReason({ ranModel: old }: CacheSide, { ranModel: now }: CacheSide): Reason | undefined {
  return old === now ? undefined : { kind: 'model', path: '/model', before: old ?? '', after: now ?? '' }
}

function betaReason({ betas: old }: CacheSide, { betas: now }: CacheSide): Reason | undefined {
  const [before, after] = [old, now].map((betas) => betas.toSorted().join(','))
  return before === after ? undefined : { kind: 'beta', ...excerpts(before ?? '', after ?? '') }
}

/** Marks that are gone, that changed their lifetime, or that are too far from what was cached. */
function markReason({ prompt: now }: CacheSide, marks: readonly Mark[]): Reason | undefined {
  const last = marks.at(-1)
  if (last === undefined) return undefined
  const current = marksOf(now)
  const following = current.find((mark) => comparePlaces(mark, last) >= 0)
  const lost =
    following === undefined ? last : marks.find((mark) => isFixed(mark) && !hasPlace(current, mark))
  if (lost !== undefined)
    return {
      kind: 'cache_control',
      path: `${pointerOf(lost)}/cache_control`,
      before: describe(lost),
      after: describe(current.findLast((mark) => comparePlaces(mark, lost) < 0)),
    }
  const changed = marks.find((mark) =>
    current.some((other) => isSamePlace(mark, other) && mark.ttl !== other.ttl),
  )
  if (changed !== undefined)
    return {
      kind: 'cache_control',
      path: `${pointerOf(changed)}/cache_control/ttl`,
      before: changed.ttl,
      after: changed.ttl === '5m' ? '1h' : '5m',
    }
  if (following === undefined || blocksBetween(now, last, following, LOOKBACK_BLOCKS + 1) <= LOOKBACK_BLOCKS)
    return undefined
  return {
    kind: 'block_limit',
    path: pointerOf(following),
    before: pointerOf(last),
    after: pointerOf(following),
  }
}

/** Marks of tools and system stay where they are; those of messages move on with every turn. */
function isFixed({ area }: Mark): boolean {
  return area !== 'messages'
}

function hasPlace(marks: readonly Mark[], place: Mark): boolean {
  return marks.some((mark) => isSamePlace(mark, place))
}

function isSamePlace(a: Mark, b: Mark): boolean {
  return comparePlaces(a, b) === 0
}

function describe(mark: Mark | undefined): string {
  return mark === undefined ? '' : `${pointerOf(mark)} (${mark.ttl})`
}

/** A cached prompt is kept from its last use on, which is the beginning of a response. */
function timeReason(before: CacheSide, after: CacheSide, marks: readonly Mark[]): Reason | undefined {
  const ttl = marks.at(-1)?.ttl
  if (ttl === undefined) return undefined
  const idle = after.startedAt - before.startedAt - (before.ttfbMs ?? 0)
  if (idle <= TTL_MS[ttl]) return undefined
  return {
    kind: ttl === '5m' ? 'ttl_5m' : 'ttl_1h',
    before: new Date(before.startedAt).toISOString(),
    after: new Date(after.startedAt).toISOString(),
  }
}
