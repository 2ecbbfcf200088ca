import type { SignInStatus } from '../../../shared/health/sign-in.ts'
import type { CheckOf } from '../../api/read-checks.ts'
import { toTime } from '../../api/to-time.ts'
import { formatExact, formatMoment, formatUntil } from '../../ui/format.ts'
import { t } from '../../language/t.ts'
import { codeDetail, detail } from './detail.ts'
import { explain } from './explain.ts'
import type { CheckText, Detail, Tone } from './check-line.ts'

type SignInCheck = CheckOf<'oauth2_credentials' | 'codex_credentials'>
type Details = SignInCheck['details']

/** `unchecked`: the check ended without a result. */
type State = SignInStatus | 'unchecked'

export function saySignIn(check: CheckOf<'oauth2_credentials'>, now: number): CheckText {
  const isMissing = stateOf(check.details) === 'missing'
  return { ...say(check, now), label: t('Sign-in'), ...(isMissing && { command: SIGN_IN }) }
}

const SIGN_IN = { text: 'claude auth login', key: 'l' }

/** Undefined without a Codex account. */
export function sayCodexSignIn(check: CheckOf<'codex_credentials'>, now: number): CheckText | undefined {
  if (stateOf(check.details) === 'missing' && check.status === 'pass') return undefined
  return { ...say(check, now), label: t('Codex sign-in') }
}

function stateOf({ sign_in, auth_status }: Details): State {
  return sign_in?.status ?? (auth_status === undefined ? 'unchecked' : FROM_AUTH_STATUS[auth_status])
}

/** Untrusted callers get only this status, which does not say if an expired sign-in renews itself. */
const FROM_AUTH_STATUS: Readonly<Record<NonNullable<Details['auth_status']>, State>> = {
  valid: 'present',
  expired: 'refreshable',
  invalid: 'invalid',
  not_configured: 'missing',
  error: 'unchecked',
}

function say({ details, message }: SignInCheck, now: number): Omit<CheckText, 'label'> {
  const expiresAt = toTime(details.sign_in?.expires_at)
  return {
    value: toValue(details, expiresAt, now),
    tone: TONES[stateOf(details)] ?? 'plain',
    ...(expiresAt !== undefined && {
      title: toTitle(expiresAt, now),
    }),
    details: toDetails(details, explain(message, details.error)),
    foundAt: toTime(details.sign_in?.read_at),
  }
}

const TONES: Partial<Record<State, Tone>> = {
  present: 'good',
  api_key: 'good',
  keyring: 'good',
}

function toValue(details: Details, expiresAt: number | undefined, now: number): string {
  const { subscription_type: plan, source, status } = details.sign_in ?? {}
  const moment = expiresAt === undefined ? undefined : formatMoment(expiresAt, now)
  const state = stateOf(details)
  if (state === 'present') {
    const name = planName(plan) ?? (source === 'keychain' ? t('in the keychain') : t('signed in'))
    if (expiresAt === undefined) return name
    return expiresAt > now
      ? t('{{plan}}, renews {{moment}}', { plan: name, moment: formatUntil(expiresAt, now) })
      : t('{{plan}}, expired {{moment}}', { plan: name, moment })
  }
  // For untrusted callers, only the expiry is known.
  if (state === 'refreshable') return sayExpired(moment, { renews: status !== undefined })
  if (state !== 'expired') return WORDS[state]()
  return moment === undefined
    ? t('expired: sign in again')
    : t('expired {{moment}}: sign in again', { moment })
}

/** States that need no further fact. */
const WORDS: Readonly<Record<Exclude<State, 'present' | 'refreshable' | 'expired'>, () => string>> = {
  invalid: () => t('invalid: sign in again'),
  missing: () => t('none found'),
  locked: () => t('locked'),
  unreadable: () => t('unreadable'),
  api_key: () => t('API key'),
  keyring: () => t('in the system keyring'),
  unchecked: () => t('couldn’t be checked'),
}

function sayExpired(moment: string | undefined, { renews }: { renews: boolean }): string {
  if (!renews) return moment === undefined ? t('expired') : t('expired {{moment}}', { moment })
  if (moment === undefined) return t('expired, renews on next use')
  return t('expired {{moment}}, renews on next use', { moment })
}

function toTitle(expiresAt: number, now: number): string {
  const moment = formatExact(expiresAt)
  return expiresAt > now ? t('Expires {{moment}}', { moment }) : t('Expired {{moment}}', { moment })
}

/** `max` → `Max` */
function planName(plan: string | null | undefined): string | undefined {
  return plan ? plan.charAt(0).toUpperCase() + plan.slice(1) : undefined
}

function toDetails(details: Details, error: string | undefined): Detail[] {
  const { credentials_path: path = null, sign_in } = details
  const { user, overrides = [] } = sign_in ?? {}
  const state = stateOf(details)
  const names = overrides.map(({ name, from }) =>
    from === 'settings' ? t('{{name}}, in the settings', { name }) : name,
  )
  return [
    detail(t('Account'), user),
    codeDetail(state === 'api_key' ? t('Source') : t('Overridden by'), ...names),
    detail(t('Problem'), state === 'missing' ? undefined : error),
    codeDetail(t('Stored in'), path),
  ].flat()
}
