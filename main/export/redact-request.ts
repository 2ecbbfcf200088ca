import { isSecretName } from '../../shared/secret-names.ts'
import type { RequestLog } from '../../shared/request-log.ts'
import { redactExportedText } from './redact-exported-text.ts'

/** Values nested deeper than this are replaced unread. */
const MAX_DEPTH = 200

/** Fields whose value identifies an account, whatever its format. */
const PERSONAL = new Set([
  'user_id',
  'account_uuid',
  'device_id',
  'organizationId',
  'anthropic-organization-id',
])

/** Replaces everything in a request that looks like a secret or identifies a person. Field names stay. */
export function redactRequest(request: RequestLog): RequestLog {
  return redactValue(request, 0) as RequestLog
}

function redactValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return redactExportedText(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth > MAX_DEPTH) return '[too deep]'
  if (Array.isArray(value)) return value.map((item) => redactValue(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      redactExportedText(name),
      PERSONAL.has(name)
        ? replaced(inner, '[account]')
        : redactValue(isSecretName(name) ? withoutSecret(inner) : inner, depth + 1),
    ]),
  )
}

/** The log's placeholder for a secret: safe to show, and equal for equal secrets. */
const HASH = /^sha256:[0-9a-f]{8}$/

/** Objects are kept: their own field names decide. */
function withoutSecret(value: unknown): unknown {
  const isShown = (text: unknown) => typeof text !== 'string' || text === '' || HASH.test(text)
  if (Array.isArray(value)) return value.map((each: unknown) => (isShown(each) ? each : '[secret]'))
  return isShown(value) ? value : '[secret]'
}

/** A header has a list of values. */
function replaced(value: unknown, by: string): unknown {
  return Array.isArray(value) ? value.map(() => by) : by
}
