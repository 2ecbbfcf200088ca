import { Assert } from 'typebox/value'
import { type CheckKey, CheckReport, type DetailsOf } from '../../../shared/health/check-report.ts'
import type { CheckStatus } from '../../../shared/health/check-status.ts'
import type { CliDetails } from '../../../shared/health/cli.ts'
import { coded, toMessage } from '../../../shared/language/say.ts'
import type { SignIn, SignInDetails } from '../../../shared/health/sign-in.ts'

const TIME = '2024-01-15T10:30:00.000Z'

/** For tests: a report with typical details, overridden by the given ones. Throws if they don't match the check. */
export function makeReport(
  key: CheckKey,
  status: CheckStatus,
  { sign_in, ...details }: { sign_in?: object } & Record<string, unknown> = {},
): CheckReport {
  const signIn = { sign_in: { ...SIGN_IN, ...sign_in } }
  return asReport({
    key,
    status,
    details: { ...USUAL[key], ...(sign_in && signIn), ...details },
    checked_at: TIME,
  })
}

/** For tests: the report of a check that gave no result. */
export function makeUnchecked(key: CheckKey, status: CheckStatus, error: string): CheckReport {
  const message = toMessage(coded('check.error', { error }))
  const details = { error: `Unexpected error: ${error}` }
  return asReport({ key, status, details, message, checked_at: TIME })
}

function asReport(value: unknown): CheckReport {
  Assert(CheckReport, value)
  return value
}

const SIGN_IN: SignIn = {
  status: 'present',
  source: null,
  expires_at: null,
  subscription_type: null,
  changed_at: null,
  read_at: TIME,
  stale: false,
  overrides: [],
}

const SIGN_IN_DETAILS: SignInDetails = { auth_status: 'valid', credentials_path: null, sign_in: SIGN_IN }

const CLI: CliDetails = {
  installation_status: 'found',
  cli_status: 'available',
  version: null,
  binary_path: null,
  checked_at: TIME,
  searched_paths: [],
  rejected: [],
  duplicates: [],
}

const USUAL: { [Key in CheckKey]: DetailsOf<Key> } = {
  oauth2_credentials: SIGN_IN_DETAILS,
  claude_cli: CLI,
  codex_cli: CLI,
  claude_sdk: {
    installation_status: 'found',
    sdk_status: 'available',
    version: null,
    import_successful: true,
  },
  proxy_service: { version: '1.0.0' },
  storage: { storage_status: 'ok', not_kept: 0, file_bytes: 4096 },
  providers: { output: 'Providers: reachable', providers: {} },
  codex_credentials: SIGN_IN_DETAILS,
}
