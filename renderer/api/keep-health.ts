import { Type } from 'typebox'
import { CheckStatus } from '../../shared/health/check-status.ts'
import { CliDetails } from '../../shared/health/cli.ts'
import { ProvidersDetails } from '../../shared/health/providers.ts'
import { SdkDetails } from '../../shared/health/sdk.ts'
import { SignIn, SignInDetails } from '../../shared/health/sign-in.ts'
import type { HealthDocument } from './health-document.ts'
import { pick } from './pick.ts'

/**
 * Fields of a check that may be stored on disk until the next start. An allow-list, because new details often contain
 * an account or a folder, and in a browser the next program on this port could read them.
 */
const Kept = Type.Object({
  status: CheckStatus,
  checked_at: Type.String(),
  ...Type.Pick(CliDetails, ['cli_status', 'version', 'version_full']).properties,
  auth_status: SignInDetails.properties.auth_status,
  sdk_status: SdkDetails.properties.sdk_status,
  providers: ProvidersDetails.properties.providers,
  sign_in: Type.Pick(SignIn, ['status', 'expires_at', 'subscription_type', 'source', 'read_at']),
})

/** Removes paths, accounts and error texts from the document. */
export function keepHealth(document: HealthDocument): HealthDocument {
  const checks = Object.entries(document.checks ?? {}).flatMap(([name, entries]) => {
    const kept = pick(Kept, Array.isArray(entries) ? entries[0] : undefined)
    return kept.status === undefined ? [] : [[name, [kept]] as const]
  })
  return { ...document, checks: Object.fromEntries(checks) }
}
