import type { ParsedCredentials } from './login.ts'
import { isRecord } from '../../base/json/is-record.ts'
import { parseJson } from '../../base/json/parse-json.ts'
import { isFilled, toPlan } from './plain-values.ts'

/** Claude Code 2.1.329 ignores a sign-in without this scope. */
const NEEDED_SCOPE = 'user:inference'

/**
 * Reads `.credentials.json`: `{ claudeAiOauth: { accessToken, refreshToken, expiresAt, scopes, subscriptionType } }`.
 * Only at the root: `mcpOAuth` holds tokens of the same shape for other servers. Never throws.
 */
export function parseClaude(text: string): ParsedCredentials {
  const json = parseJson(text)
  if (json === undefined) return { kind: 'malformed' }
  if (!isRecord(json)) return { kind: 'unusable' }
  const oauth = json['claudeAiOauth']
  if (oauth === undefined || oauth === null) return { kind: 'signed_out' }
  if (!isRecord(oauth) || !isFilled(oauth['accessToken'])) return { kind: 'unusable' }
  const { scopes, expiresAt } = oauth
  if (Array.isArray(scopes) && !scopes.includes(NEEDED_SCOPE)) return { kind: 'unusable' }
  // A date in another format could be past, so "valid" would be a guess.
  if (expiresAt !== undefined && expiresAt !== null && typeof expiresAt !== 'number')
    return { kind: 'unusable' }
  return {
    kind: 'login',
    login: {
      expiresAt: expiresAt ?? null,
      renewable: isFilled(oauth['refreshToken']),
      plan: toPlan(oauth['subscriptionType']),
    },
  }
}
