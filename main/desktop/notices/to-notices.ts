import { sayFinding } from '../../../shared/language/say-verdict.ts'
import type { Verdict } from '../../../shared/verdict.ts'
import type { Speech } from '../language/create-speech.ts'
import type { LimitFact, Notice, NoticeFacts } from './notice.ts'

/** Far more than the number of windows open at once. */
const MAX_REMEMBERED = 20

/** Share of a limit from which the user is notified. */
const NEARLY = 0.9

/** Windows already reported, by name and reset; a new reset is reported again. There may be several accounts. */
export type ToldLimits = Readonly<Record<string, string>>

/**
 * Notices for the transitions since `before`. The first state is not a transition: the icon shows it. Limits are
 * compared with `told` instead, because they outlive the app.
 */
export function toNotices(
  before: NoticeFacts | undefined,
  now: NoticeFacts,
  { told, speech }: { told: ToldLimits; speech: Speech },
): { notices: Notice[]; told: ToldLimits } {
  const reached = now.limits.filter(
    ({ name, used, reset }) => used >= NEARLY && !Object.hasOwn(told, keyOf({ name, reset })),
  )
  const notices = [
    ...(before ? transitions(before, now, speech) : []),
    ...reached.map((limit) => sayLimit(limit, speech)),
  ]
  if (reached.length === 0) return { notices, told }
  const all = [...Object.entries(told), ...reached.map((limit) => [keyOf(limit), limit.reset] as const)]
  return { notices, told: Object.fromEntries(all.slice(-MAX_REMEMBERED)) }
}

function keyOf({ name, reset }: Pick<LimitFact, 'name' | 'reset'>): string {
  return `${name} ${reset}`
}

function transitions(before: NoticeFacts, now: NoticeFacts, { t, language }: Speech): Notice[] {
  const notices: Notice[] = []
  if (now.verdict?.state === 'error' && before.verdict !== undefined && before.verdict.state !== 'error') {
    notices.push({ title: t('Signalbox is unhealthy'), body: sayFinding(now.verdict.reason, language) })
  }
  if (
    has(now.verdict, 'sign_in_expired') &&
    before.verdict !== undefined &&
    !has(before.verdict, 'sign_in_expired')
  ) {
    notices.push({
      title: t('Claude’s sign-in has expired'),
      body: t('Run “claude auth login” to sign in again.'),
    })
  }
  if (now.drain?.by === 'user' && isFinished(now.drain) && !isFinished(before.drain)) {
    notices.push({
      title: t('Drained'),
      body: t('No requests in flight. New ones wait until you resume.'),
    })
  }
  return notices
}

/** Changes are merged, so a short drain may be seen only at its end: its count at the start tells that it had requests. */
function isFinished(drain: NoticeFacts['drain']): boolean {
  return drain !== undefined && drain.atStart > 0 && drain.left === 0
}

function has(verdict: Verdict | undefined, code: string): boolean {
  return verdict !== undefined && [verdict.reason, ...verdict.others].some((found) => found.code === code)
}

function sayLimit({ name, used, reset }: LimitFact, { t, locale }: Speech): Notice {
  const percent = Math.floor(used * 100)
  // The locale changes the language only; the time zone stays the user's.
  const time = new Intl.DateTimeFormat(locale, { weekday: 'short', hour: '2-digit', minute: '2-digit' })
  return {
    title: t('{{percent}} % of the {{name}} limit is used', { percent, name }),
    body: t('Resets {{time}}.', { time: time.format(Number(reset) * 1_000) }),
  }
}
