import type { SeenCheck } from '../../api/read-checks.ts'
import { toTime } from '../../api/to-time.ts'
import { formatExact, formatMoment, formatUntil } from '../../ui/format.ts'
import type { Detail, Saying, Tone } from './check-line.ts'
import { readSignIn, type SignInFacts } from './read-sign-in.ts'

export function saySignIn(check: SeenCheck, now: number): Saying {
  return { ...say(check, now), label: 'Sign-in' }
}

/** Nothing at all for who has no Codex account. */
export function sayCodexSignIn(check: SeenCheck, now: number): Saying | undefined {
  const { state } = readSignIn(check)
  if (state === 'missing' && check.status === 'pass') return undefined
  return { ...say(check, now), label: 'Codex sign-in' }
}

function say(check: SeenCheck, now: number): Omit<Saying, 'label'> {
  const facts = readSignIn(check)
  const expiresAt = toTime(facts.expires_at)
  return {
    value: toValue(facts, expiresAt, now),
    tone: TONES[facts.state] ?? 'plain',
    ...(expiresAt !== undefined && {
      title: `${expiresAt > now ? 'Expires' : 'Expired'} ${formatExact(expiresAt)}`,
    }),
    details: toDetails(facts),
    foundAt: toTime(facts.read_at),
  }
}

const TONES: Partial<Record<SignInFacts['state'], Tone>> = {
  present: 'good',
  api_key: 'good',
  keyring: 'good',
}

function toValue(facts: SignInFacts, expiresAt: number | undefined, now: number): string {
  const { state, source } = facts
  const expired = expiresAt === undefined ? 'expired' : `expired ${formatMoment(expiresAt, now)}`
  switch (state) {
    case 'present': {
      const plan =
        planName(facts.subscription_type) ?? (source === 'keychain' ? 'in the keychain' : 'signed in')
      if (expiresAt === undefined) return plan
      return expiresAt > now ? `${plan}, renews ${formatUntil(expiresAt, now)}` : `${plan}, ${expired}`
    }
    case 'refreshable':
      // Strangers are only told that it expired.
      return facts.status === undefined ? expired : `${expired}, renews at the next request`
    case 'expired':
      return `${expired}: sign in again`
    case 'invalid':
      return 'not usable: sign in again'
    case 'missing':
      return 'none found'
    case 'locked':
      return 'locked'
    case 'unreadable':
      return 'cannot be read'
    case 'api_key':
      return 'API key'
    case 'keyring':
      return 'in the system keyring'
    case 'unchecked':
      return 'could not be checked'
  }
}

/** `max` → `Max` */
function planName(plan: string | null | undefined): string | undefined {
  return plan ? plan.charAt(0).toUpperCase() + plan.slice(1) : undefined
}

function toDetails({ user, error, path, overrides = [], state }: SignInFacts): Detail[] {
  const names = overrides.map(({ name, from }) => (from === 'settings' ? `${name}, in the settings` : name))
  return [
    ...(user === undefined ? [] : [{ label: 'Account', texts: [user] }]),
    ...(names.length === 0
      ? []
      : [{ label: state === 'api_key' ? 'From' : 'Used instead', texts: names, code: true }]),
    ...(error === undefined || state === 'missing' ? [] : [{ label: 'Found', texts: [error] }]),
    ...(path === undefined ? [] : [{ label: 'Kept in', texts: [path], code: true }]),
  ]
}
