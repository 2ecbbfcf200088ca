import { type Static, Type } from 'typebox'
import { CodedMessage } from '../coded-message.ts'
import { CheckStatus } from './check-status.ts'
import { CliDetails } from './cli.ts'
import { ProvidersDetails } from './providers.ts'
import { ProxyDetails } from './proxy.ts'
import { SdkDetails } from './sdk.ts'
import { SignInDetails } from './sign-in.ts'
import { StorageDetails } from './storage.ts'

/** Details of each check, by its name under `checks`. No secrets; some fields only for callers on this computer. */
export const CHECK_DETAILS = {
  oauth2_credentials: SignInDetails,
  claude_cli: CliDetails,
  codex_cli: CliDetails,
  claude_sdk: SdkDetails,
  proxy_service: ProxyDetails,
  storage: StorageDetails,
  providers: ProvidersDetails,
  codex_credentials: SignInDetails,
}
export type CheckKey = keyof typeof CHECK_DETAILS
export type DetailsOf<Key extends CheckKey> = Static<(typeof CHECK_DETAILS)[Key]>

/** Details of a check without a result: it timed out or threw. */
const UncheckedDetails = Type.Object({ error: Type.String() })

function report<const Key extends CheckKey>(key: Key) {
  return Type.Object({
    key: Type.Literal(key),
    status: CheckStatus,
    details: Type.Union([CHECK_DETAILS[key], UncheckedDetails]),
    /** Reason why the check does not pass; undefined if `details` give it as codes of their own. */
    message: Type.Optional(CodedMessage),
    /** ISO 8601. */
    checked_at: Type.String(),
  })
}

/** The last result of one health check; `key` determines its details. */
export const CheckReport = Type.Union([
  report('oauth2_credentials'),
  report('claude_cli'),
  report('codex_cli'),
  report('claude_sdk'),
  report('proxy_service'),
  report('storage'),
  report('providers'),
  report('codex_credentials'),
])
export type CheckReport = Static<typeof CheckReport>
export type ReportOf<Key extends CheckKey> = Extract<CheckReport, { key: Key }>

/** The report of one check; undefined before its first run. */
export function findReport<Key extends CheckKey>(
  reports: readonly CheckReport[],
  key: Key,
): ReportOf<Key> | undefined {
  return reports.find((one): one is ReportOf<Key> => one.key === key)
}
