import { isTrayConcern } from '../../../shared/is-tray-concern.ts'
import type { HealthDocument } from '../../api/health-document.ts'
import { readChecks, type SeenCheck } from '../../api/read-checks.ts'
import { t } from '../../language/t.ts'
import { type Advice, advise } from './advise.ts'
import { readSignIn } from './read-sign-in.ts'

/** What all checks come to, and the one that a person should hear about first. */
export type Verdict =
  | { health: 'healthy' }
  | { health: 'degraded' | 'unhealthy'; about: string | undefined; advice: Advice }

/** Told in this order: what stops every request, then what stops Claude Code, then the rest. */
const URGENCY = ['providers', 'oauth2_credentials', 'claude_cli', 'storage']

/**
 * The verdict by the rule of the tray icon (shared/is-tray-concern.ts; a test compares the two verdicts): warnings
 * that many people live with, such as a missing Codex, are none.
 */
export function toVerdict(document: HealthDocument): Verdict {
  const checks = readChecks(document)
  // A drain makes the document `fail`. What the checks say is another matter, and outlives the drain.
  const draining = document.output === 'draining'
  const failed = draining ? checks.some(({ status }) => status === 'fail') : document.status === 'fail'
  const concerns = byUrgency(checks.filter(isConcern))
  if (failed) {
    const failing = byUrgency(checks.filter(({ status }) => status === 'fail'))
    return tell('unhealthy', [...failing, ...concerns], document.output)
  }
  return concerns.length === 0 ? { health: 'healthy' } : tell('degraded', concerns, undefined)
}

/** Whether the icon warns of this check. */
export function isConcern(check: SeenCheck): boolean {
  const { key, status } = check
  return isTrayConcern({ key, status, signIn: readSignIn(check).status })
}

function tell(health: 'degraded' | 'unhealthy', told: SeenCheck[], reason: string | undefined): Verdict {
  const [first, ...others] = told
  const advice = (first && advise(first)) ?? { sentence: reason ?? t('A check failed.') }
  if (others.length === 0 || advice.command) return { health, about: first?.key, advice }
  const more = t('{{count}} more warnings below.', { count: others.length })
  return { health, about: first?.key, advice: { ...advice, sentence: `${advice.sentence} ${more}` } }
}

function byUrgency(checks: SeenCheck[]): SeenCheck[] {
  const rank = ({ key }: SeenCheck) => (URGENCY.includes(key) ? URGENCY.indexOf(key) : URGENCY.length)
  return checks.toSorted((a, b) => rank(a) - rank(b))
}
