import { lengthOf } from '../../../shared/judge-limits.ts'
import { limitName } from '../../../shared/language/limit-name.ts'
import type { Speech } from '../language/create-speech.ts'
import type { LimitFact, Notice } from './notice.ts'

/** The last step reported for each limit of each account, and the end of its window: `{ "org 5h": "95@1795180000000" }`. */
export type ToldLimits = Readonly<Record<string, string>>

/** Percentages that are worth a notice. The last one is also reached when the upstream refuses. */
const STEPS = [100, 95, 80]
const REACHED = 100

/** Used share below which a limit that was reached has evidently reset, whatever its reset time says. */
const FREE = 0.8

const HOUR = 3_600_000
/** A reset that is longer ago is no news. */
const NEWS_MS = 12 * HOUR
/** Changes of a reset time below this are not written down. */
const DRIFT_MS = 60_000
/** Far more than the number of limits of all accounts. */
const MAX_REMEMBERED = 40

interface Told {
  step: number
  /** End of the window, in ms since the epoch; 0 if unknown. */
  resetsAt: number
}

/**
 * Notices of limits: once per window and step, and once when a reached limit has reset. `told` outlives the app. The
 * reset time of a window may move, so a window is a new one only if it ends much later.
 *
 * @param now in ms since the epoch
 */
export function limitNotices(
  facts: readonly LimitFact[],
  { told, now, speech }: { told: ToldLimits; now: number; speech: Speech },
): { notices: Notice[]; told: ToldLimits } {
  const notices: Notice[] = []
  const all = new Map(Object.entries(told))
  for (const fact of facts) {
    const before = parse(all.get(fact.key))
    const { notice, after } = look(fact, { before, now, speech })
    if (notice) notices.push(notice)
    if (after === undefined) all.delete(fact.key)
    else if (!isSame(before, after)) {
      // Moved to the end: the entries changed last are remembered.
      all.delete(fact.key)
      all.set(fact.key, `${after.step}@${after.resetsAt}`)
    }
  }
  const changed = Object.fromEntries([...all].slice(-MAX_REMEMBERED))
  return { notices, told: JSON.stringify(changed) === JSON.stringify(told) ? told : changed }
}

function look(
  fact: LimitFact,
  { before, now, speech }: { before: Told | undefined; now: number; speech: Speech },
): { notice?: Notice; after: Told | undefined } {
  const { resetsAt = before?.resetsAt ?? 0 } = fact
  const ended = fact.isOver || (before !== undefined && hasReset(fact, before))
  const known = ended ? undefined : before
  const step = stepOf(fact)
  if (step > (known?.step ?? 0)) return { notice: sayStep(fact, speech), after: { step, resetsAt } }
  const after = known && { step: known.step, resetsAt }
  return ended && isNews(before, now) ? { notice: sayReset(fact, speech), after } : { after }
}

/** True if it is worth telling that a limit has reset. */
function isNews(before: Told | undefined, now: number): boolean {
  return before?.step === REACHED && now - before.resetsAt < NEWS_MS
}

/** True if the limit has reset since, although it isn't over: its window is another one, or it is hardly used. */
function hasReset({ pool, name, resetsAt, used, isReached }: LimitFact, before: Told): boolean {
  if (before.step === REACHED && !isReached && used !== undefined && used < FREE) return true
  if (resetsAt === undefined || before.resetsAt === 0) return false
  return resetsAt - before.resetsAt > (lengthOf(pool, name) ?? 2 * HOUR) / 2
}

/** The highest step that the limit has passed; 0 if none. */
function stepOf({ used, isReached, isOver }: LimitFact): number {
  if (isOver) return 0
  if (isReached) return REACHED
  return used === undefined ? 0 : (STEPS.find((step) => used * 100 >= step) ?? 0)
}

function isSame(a: Told | undefined, b: Told): boolean {
  return a !== undefined && a.step === b.step && Math.abs(a.resetsAt - b.resetsAt) < DRIFT_MS
}

// Also read from a file that was edited by hand, or written by an earlier version.
function parse(text: string | undefined): Told | undefined {
  const [, percent, resetsAt] = /^(\d{2,3})@(\d{1,15})$/.exec(text ?? '') ?? []
  const step = STEPS.find((one) => String(one) === percent)
  return step === undefined ? undefined : { step, resetsAt: Number(resetsAt) }
}

function sayStep(fact: LimitFact, speech: Speech): Notice {
  const { t, language } = speech
  const name = limitName(fact, language)
  const title =
    stepOf(fact) === REACHED
      ? t('The {{name}} limit is reached', { name })
      : t('{{percent}} % of the {{name}} limit is used', {
          percent: Math.floor((fact.used ?? 1) * 100),
          name,
        })
  return { title, body: bodyOf(fact, speech) }
}

function bodyOf({ runsOutAt, resetsAt, account }: LimitFact, { t, locale }: Speech): string {
  // The locale changes the language only; the time zone stays the user's.
  const time = new Intl.DateTimeFormat(locale, { weekday: 'short', hour: '2-digit', minute: '2-digit' })
  return [
    account !== undefined && t('Account {{number}}.', { number: account }),
    runsOutAt !== undefined && t('At this pace, reached {{time}}.', { time: time.format(runsOutAt) }),
    resetsAt !== undefined && t('Resets {{time}}.', { time: time.format(resetsAt) }),
  ]
    .filter(Boolean)
    .join(' ')
}

function sayReset(fact: LimitFact, { t, language }: Speech): Notice {
  const account = fact.account === undefined ? '' : `${t('Account {{number}}.', { number: fact.account })} `
  return {
    title: t('The {{name}} limit has reset', { name: limitName(fact, language) }),
    body: `${account}${t('You can go on.')}`,
  }
}
