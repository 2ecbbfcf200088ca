import { decodeJwt } from './decode-jwt.ts'
import type { ParsedCredentials } from './login.ts'
import { isRecord } from '../../base/json/is-record.ts'
import { parseJson } from '../../base/json/parse-json.ts'
import { isFilled, toPlan } from './plain-values.ts'

/** The claim of OpenAI's tokens with the ChatGPT account. */
const ACCOUNT_CLAIM = 'https://api.openai.com/auth'

/**
 * Reads Codex's `auth.json`: `{ OPENAI_API_KEY, tokens: { id_token, access_token, refresh_token, account_id } }`. The
 * expiry is only in the access token (a JWT, `exp` in seconds). Never throws.
 */
export function parseCodex(text: string): ParsedCredentials {
  const json = parseJson(text)
  if (json === undefined) return { kind: 'malformed' }
  if (!isRecord(json)) return { kind: 'unusable' }
  const { tokens, OPENAI_API_KEY: apiKey } = json
  if (isRecord(tokens) && isFilled(tokens['access_token'])) {
    const claims = decodeJwt(tokens['access_token'])
    const exp = claims?.['exp']
    // A token that isn't a JWT may still be valid for OpenAI; its expiry is unknown. An invalid `exp` could be a past
    // one.
    if (exp !== undefined && typeof exp !== 'number') return { kind: 'unusable' }
    const account = claims?.[ACCOUNT_CLAIM]
    return {
      kind: 'login',
      login: {
        expiresAt: exp === undefined ? null : exp * 1000,
        renewable: isFilled(tokens['refresh_token']),
        plan: isRecord(account) ? toPlan(account['chatgpt_plan_type']) : null,
      },
    }
  }
  if (isFilled(apiKey)) return { kind: 'api_key' }
  if (tokens === undefined || tokens === null) return { kind: 'signed_out' }
  return { kind: 'unusable' }
}
