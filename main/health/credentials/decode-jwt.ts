import { isRecord } from '../../base/json/is-record.ts'
import { parseJson } from '../../base/json/parse-json.ts'
import type { JsonObject } from './plain-values.ts'

/**
 * The claims of a JWT, unverified: they only predict a renewal and grant no access. Undefined for anything that is not
 * a JWT (RFC 7519 §7.2). Claims are personal data: read single fields, never pass them on.
 */
export function decodeJwt(token: string): JsonObject | undefined {
  const [, payload, signature, ...rest] = token.split('.')
  if (payload === undefined || signature === undefined || rest.length > 0) return undefined
  const json = parseJson(Buffer.from(payload, 'base64url').toString('utf8'))
  return isRecord(json) ? json : undefined
}
