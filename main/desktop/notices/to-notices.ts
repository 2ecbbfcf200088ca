import type { LimitFact, Notice, NoticeFacts } from './notice.ts'

/** The share of a limit from which on the user should know. */
const NEARLY = 0.9

/** By window, the reset of the one that the user was told of: another one is news again. */
export type ToldLimits = Readonly<Record<string, string>>

/**
 * What has become so since `before`. A state that was there when we first looked is no transition: the icon shows it.
 * Limits are compared with `told` instead, because they outlive the app.
 */
export function toNotices(
  before: NoticeFacts | undefined,
  now: NoticeFacts,
  told: ToldLimits,
): { notices: Notice[]; told: ToldLimits } {
  const reached = now.limits.filter(({ name, used, reset }) => used >= NEARLY && told[name] !== reset)
  const notices = [...(before ? transitions(before, now) : []), ...reached.map(sayLimit)]
  const news = Object.fromEntries(reached.map(({ name, reset }) => [name, reset]))
  return { notices, told: reached.length === 0 ? told : { ...told, ...news } }
}

function transitions(before: NoticeFacts, now: NoticeFacts): Notice[] {
  const notices: Notice[] = []
  if (now.health === 'unhealthy' && before.health !== undefined && before.health !== 'unhealthy') {
    notices.push({ title: 'Signalbox is unhealthy', body: 'Requests may fail. The status says what to do.' })
  }
  if (now.signInExpired === true && before.signInExpired === false) {
    notices.push({ title: 'Claude’s sign-in has expired', body: 'Run “claude auth login” to sign in again.' })
  }
  if (
    now.drain?.by === 'user' &&
    now.drain.left === 0 &&
    before.drain !== undefined &&
    before.drain.left > 0
  ) {
    notices.push({ title: 'Drained', body: 'No request is in flight. New ones wait until you resume.' })
  }
  return notices
}

function sayLimit({ name, used, reset }: LimitFact): Notice {
  const percent = Math.floor(used * 100)
  const resets = time.format(Number(reset) * 1_000)
  return { title: `${percent} % of the ${name} limit is used`, body: `It resets ${resets}.` }
}

// The words are English, so the dates are; the user's time zone is kept.
const time = new Intl.DateTimeFormat('en-GB', { weekday: 'short', hour: '2-digit', minute: '2-digit' })
