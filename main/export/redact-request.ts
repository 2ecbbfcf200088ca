import type { RequestLog } from '../../shared/request-log.ts'
import { redactText } from './redact-text.ts'

/** Deeper than this nothing is looked at, and nothing is given away. */
const MAX_DEPTH = 200

/** Fields whose value names an account, whatever it looks like. */
const PERSONAL = new Set([
  'user_id',
  'account_uuid',
  'device_id',
  'organizationId',
  'anthropic-organization-id',
])

/** A request with everything replaced that looks like a secret or names a person. Field names stay. */
export function redactRequest(request: RequestLog): RequestLog {
  return redactValue(request, 0) as RequestLog
}

function redactValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return redactText(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth > MAX_DEPTH) return '[too deep]'
  if (Array.isArray(value)) return value.map((item) => redactValue(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      redactText(name),
      PERSONAL.has(name) ? withoutAccount(inner) : redactValue(inner, depth + 1),
    ]),
  )
}

/** A header has a list of values. */
function withoutAccount(value: unknown): unknown {
  return Array.isArray(value) ? value.map(() => '[account]') : '[account]'
}
