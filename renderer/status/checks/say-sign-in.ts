import type { SeenCheck } from '../../api/read-checks.ts'
import { toTime } from '../../api/to-time.ts'
import { formatExact, formatMoment, formatUntil } from '../../ui/format.ts'
import { t } from '../../language/t.ts'
import type { Detail, Saying, Tone } from './check-line.ts'
import { readSignIn, type SignInFacts } from './read-sign-in.ts'

export function saySignIn(check: SeenCheck, now: number): Saying {
  const isMissing = readSignIn(check).state === 'missing'
  return { ...say(check, now), label: t('Sign-in'), ...(isMissing && { command: SIGN_IN }) }
}

const SIGN_IN = { text: 'claude auth login', key: 'l' }

/** Nothing at all for who has no Codex account. */
export function sayCodexSignIn(check: SeenCheck, now: number): Saying | undefined {
  const { state } = readSignIn(check)
  if (state === 'missing' && check.status === 'pass') return undefined
  return { ...say(check, now), label: t('Codex sign-in') }
}

function say(check: SeenCheck, now: number): Omit<Saying, 'label'> {
  const facts = readSignIn(check)
  const expiresAt = toTime(facts.expires_at)
  return {
    value: toValue(facts, expiresAt, now),
    tone: TONES[facts.state] ?? 'plain',
    ...(expiresAt !== undefined && {
      title: toTitle(expiresAt, now),
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
  const moment = expiresAt === undefined ? undefined : formatMoment(expiresAt, now)
  switch (state) {
    case 'present': {
      const plan =
        planName(facts.subscription_type) ?? (source === 'keychain' ? t('in the keychain') : t('signed in'))
      if (expiresAt === undefined) return plan
      return expiresAt > now
        ? t('{{plan}}, renews {{moment}}', { plan, moment: formatUntil(expiresAt, now) })
        : t('{{plan}}, expired {{moment}}', { plan, moment })
    }
    case 'refreshable':
      // Strangers are only told that it expired.
      return sayExpired(moment, { renews: facts.status !== undefined })
    case 'expired':
      return moment === undefined
        ? t('expired: sign in again')
        : t('expired {{moment}}: sign in again', { moment })
    case 'invalid':
      return t('not usable: sign in again')
    case 'missing':
      return t('none found')
    case 'locked':
      return t('locked')
    case 'unreadable':
      return t('cannot be read')
    case 'api_key':
      return t('API key')
    case 'keyring':
      return t('in the system keyring')
    case 'unchecked':
      return t('could not be checked')
  }
}

function sayExpired(moment: string | undefined, { renews }: { renews: boolean }): string {
  if (!renews) return moment === undefined ? t('expired') : t('expired {{moment}}', { moment })
  if (moment === undefined) return t('expired, renews at the next request')
  return t('expired {{moment}}, renews at the next request', { moment })
}

function toTitle(expiresAt: number, now: number): string {
  const moment = formatExact(expiresAt)
  return expiresAt > now ? t('Expires {{moment}}', { moment }) : t('Expired {{moment}}', { moment })
}

/** `max` → `Max` */
function planName(plan: string | null | undefined): string | undefined {
  return plan ? plan.charAt(0).toUpperCase() + plan.slice(1) : undefined
}

function toDetails({ user, error, path, overrides = [], state }: SignInFacts): Detail[] {
  const names = overrides.map(({ name, from }) =>
    from === 'settings' ? t('{{name}}, in the settings', { name }) : name,
  )
  return [
    ...(user === undefined ? [] : [{ label: t('Account'), texts: [user] }]),
    ...(names.length === 0
      ? []
      : [{ label: state === 'api_key' ? t('From') : t('Used instead'), texts: names, code: true }]),
    ...(error === undefined || state === 'missing' ? [] : [{ label: t('Found'), texts: [error] }]),
    ...(path === undefined ? [] : [{ label: t('Kept in'), texts: [path], code: true }]),
  ]
}
