import type { HeaderRule } from './live-settings.ts'

/** RFC 9110 §5.6.2 */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/

/**
 * All that Node and undici send; they refuse everything else when a request is under way, and then it fails
 * (ERR_INVALID_CHAR, UND_ERR_INVALID_ARG).
 */
const FIELD_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/

/** In characters. Anthropic takes 16 kB of headers altogether. */
const MAX_VALUE_LENGTH = 8 * 1024

/** They frame a message or belong to one connection: with a rule for them, not one request would come through. */
const FORBIDDEN = new Set([
  'host',
  'content-length',
  'transfer-encoding',
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'expect',
  'upgrade',
  'te',
  'trailer',
  'trailers',
  '__proto__',
])

/**
 * What the schema of a header rule cannot say.
 *
 * @returns sentences that start with the field; none where the rule can be used
 */
export function checkHeaderRule({ header, action, value, find }: HeaderRule): string[] {
  const problems: string[] = []
  if (!TOKEN.test(header)) problems.push('header must be a header name, like x-team')
  else if (FORBIDDEN.has(header.toLowerCase()))
    problems.push(`header "${header}" cannot be changed by a rule`)
  if (action !== 'block') problems.push(...checkText('value', value))
  if (action === 'replace') problems.push(...checkText('find', find))
  return problems
}

function checkText(field: 'value' | 'find', text: string | undefined): string[] {
  if (text === undefined) return [`${field} is missing`]
  if (!FIELD_VALUE.test(text)) return [`${field} may hold only Latin letters and signs, spaces and tabs`]
  return text.length > MAX_VALUE_LENGTH ? [`${field} is longer than ${MAX_VALUE_LENGTH} characters`] : []
}
