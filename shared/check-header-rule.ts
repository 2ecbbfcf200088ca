import { type Coded, coded } from './language/say.ts'
import type { HeaderRule } from './live-settings.ts'

/** RFC 9110 §5.6.2 */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/

/**
 * Characters that Node and undici send. They reject others once the request is under way, and it fails
 * (ERR_INVALID_CHAR, UND_ERR_INVALID_ARG).
 */
const FIELD_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/

/** In characters. Anthropic accepts 16 kB of headers in total. */
const MAX_VALUE_LENGTH = 8 * 1024

/** Framing and hop-by-hop headers: a rule for one of them would break every request. */
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

/** An error in one field of a rule. */
export interface RuleProblem extends Coded {
  field: 'header' | 'value' | 'find'
}

/** Checks of a header rule that the schema cannot express; empty if the rule is valid. */
export function checkHeaderRule({ header, action, value, find }: HeaderRule): RuleProblem[] {
  const problems: RuleProblem[] = []
  if (!TOKEN.test(header)) problems.push({ field: 'header', ...coded('invalid.header_name') })
  else if (FORBIDDEN.has(header.toLowerCase()))
    problems.push({ field: 'header', ...coded('invalid.header_protected', { header }) })
  if (action !== 'block') problems.push(...checkText('value', value))
  if (action === 'replace') problems.push(...checkText('find', find))
  return problems
}

function checkText(field: 'value' | 'find', text: string | undefined): RuleProblem[] {
  if (text === undefined) return [{ field, ...coded('invalid.required') }]
  if (!FIELD_VALUE.test(text)) return [{ field, ...coded('invalid.header_text') }]
  return text.length > MAX_VALUE_LENGTH
    ? [{ field, ...coded('invalid.too_long', { limit: MAX_VALUE_LENGTH }) }]
    : []
}
