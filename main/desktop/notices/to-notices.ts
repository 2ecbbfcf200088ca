import { sayFinding } from '../../../shared/language/say-verdict.ts'
import type { Verdict } from '../../../shared/verdict.ts'
import type { Speech } from '../language/create-speech.ts'
import { budgetNotices } from './budget-notices.ts'
import { limitNotices, type ToldLimits } from './limit-notices.ts'
import type { Notice, NoticeFacts } from './notice.ts'

/**
 * Notices for the transitions since `before`. The first state is not a transition: the icon shows it. Limits are
 * compared with `told` instead, because they outlive the app. `at` in ms since the epoch.
 */
export function toNotices(
  before: NoticeFacts | undefined,
  now: NoticeFacts,
  { told, at, speech }: { told: ToldLimits; at: number; speech: Speech },
): { notices: Notice[]; told: ToldLimits } {
  const limits = limitNotices(now.limits, { told, now: at, speech })
  const changes = before ? transitions(before, now, speech) : []
  const budgets = budgetNotices(now.budgets, { told: limits.told, speech })
  return { notices: [...changes, ...limits.notices, ...budgets.notices], told: budgets.told }
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
