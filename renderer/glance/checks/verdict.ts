import type { HealthDocument } from '../../api/health-document.ts'
import { readChecks, type SeenCheck } from '../../api/read-checks.ts'
import { type Advice, advise } from './advise.ts'
import { readSignIn, type SignInState } from './read-sign-in.ts'

/** What all checks come to, and the one that a person should hear about first. */
export type Verdict =
  | { health: 'healthy' }
  | { health: 'degraded' | 'unhealthy'; about: string | undefined; advice: Advice }

/** Sign-ins that stop Claude Code from working. Without any sign-in a key may come with each request. */
const BROKEN_SIGN_INS: ReadonlySet<SignInState> = new Set(['expired', 'invalid', 'locked', 'unreadable'])

/** Told in this order: what stops every request, then what stops Claude Code, then the rest. */
const URGENCY = ['providers', 'oauth2_credentials', 'claude_cli', 'storage']

/**
 * The verdict by the rule of the tray icon (main/server/health/tray-health.ts; a test compares the two): warnings
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
  if (check.status !== 'warn') return false
  if (check.key === 'oauth2_credentials') return BROKEN_SIGN_INS.has(statedSignIn(check))
  return ['claude_cli', 'storage', 'providers'].includes(check.key)
}

// Only what is stated: from what strangers are told the icon concludes nothing, and nor do we.
function statedSignIn(check: SeenCheck): SignInState {
  const { status, state } = readSignIn(check)
  return status === undefined ? 'unchecked' : state
}

function tell(health: 'degraded' | 'unhealthy', told: SeenCheck[], reason: string | undefined): Verdict {
  const [first, ...others] = told
  const advice = (first && advise(first)) ?? { sentence: reason ?? 'A check failed.' }
  if (others.length === 0 || advice.command) return { health, about: first?.key, advice }
  const more = others.length === 1 ? 'One more warning below.' : `${others.length} more warnings below.`
  return { health, about: first?.key, advice: { ...advice, sentence: `${advice.sentence} ${more}` } }
}

function byUrgency(checks: SeenCheck[]): SeenCheck[] {
  const rank = ({ key }: SeenCheck) => (URGENCY.includes(key) ? URGENCY.indexOf(key) : URGENCY.length)
  return checks.toSorted((a, b) => rank(a) - rank(b))
}
