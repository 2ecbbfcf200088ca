import type { Limit } from '../../shared/judge-limits.ts'
import { limitName } from '../../shared/language/limit-name.ts'
import { spoken, t } from '../language/t.ts'
import { formatClock, formatMoment, formatUntil } from '../ui/format.ts'
import { formatShare } from '../ui/format-number.ts'

/** One limit in words, the same in the tray and on the overview. Absent parts have nothing to say. */
export interface LimitText {
  /** `7 d Fable` */
  name: string
  /** `31 %`, or `–` while unknown. */
  used: string
  /** The one thing to know, short: when it resets, or when it runs out. `resets in 1 h 40 m` */
  brief: string | undefined
  /** Its present state, if remarkable: `Limit reached.` */
  state: string | undefined
  /** When it runs out, or why that can't be said. */
  pace: string | undefined
  /** Age of the value, if it is old: `Reported 3 h ago.` */
  age: string | undefined
}

/** Values up to this age, in ms, are shown without it. */
export const FRESH_MS = 120_000

export function sayLimit(limit: Limit, now: number): LimitText {
  const { used, isOver, at } = limit
  return {
    name: limitName(limit, spoken()),
    used: used === undefined ? '–' : formatShare(used),
    brief: isOver ? undefined : briefOf(limit, now),
    state: stateOf(limit),
    pace: isOver ? undefined : paceOf(limit, now),
    age: now - at > FRESH_MS ? t('Reported {{moment}}.', { moment: formatMoment(at, now) }) : undefined,
  }
}

/** Filled part of its bar. A limit that the upstream refuses without a number is used up. */
export function shareOf({ used, isReached }: Limit): number {
  return used ?? (isReached ? 1 : 0)
}

function briefOf({ resetsAt, isReached, pace }: Limit, now: number): string | undefined {
  if (pace.kind === 'runs_out') return t('until {{time}} at this pace', { time: formatClock(pace.at, now) })
  if (resetsAt === undefined) return isReached ? t('reached') : undefined
  const moment = formatUntil(resetsAt, now)
  return isReached ? t('reached, resets {{moment}}', { moment }) : t('resets {{moment}}', { moment })
}

function stateOf({
  pool,
  used,
  isOver,
  isReached,
  inUse,
  disabledReason,
  isRefused,
}: Limit): string | undefined {
  if (isOver) return t('Limit reset. Usage updates with the next response.')
  if (isReached) return t('Limit reached.')
  if (inUse) return t('In use now.')
  if (disabledReason !== undefined)
    return t('Not available: {{reason}}.', { reason: reasonWord(disabledReason) })
  if (pool !== 'overage') return undefined
  if (isRefused) return t('Not available.')
  return used === undefined ? t('Available.') : undefined
}

/** Reasons are codes of Anthropic, without a public list; an unknown one is shown as sent. */
function reasonWord(reason: string): string {
  return reason === 'out_of_credits' ? t('no credits left') : reason.replaceAll('_', ' ')
}

function paceOf({ pace }: Limit, now: number): string | undefined {
  switch (pace.kind) {
    case 'runs_out':
      return pace.at - now < 60_000
        ? t('At this pace, reached now.')
        : t('At this pace, reached at {{time}}.', { time: formatClock(pace.at, now) })
    case 'lasts':
      return t('At this pace, lasts until the reset.')
    case 'too_early':
      return t('Too early to estimate the pace.')
    case 'stale':
      return t('Too old to estimate the pace.')
    case 'unknown':
      return undefined
  }
}
