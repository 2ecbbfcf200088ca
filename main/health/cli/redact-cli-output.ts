import { ANY_ASSIGNMENT, redactSecrets } from '../../../shared/redact-secrets.ts'

const MAX_CHARS = 500

/** Maximum number of characters searched: searching a program's whole output would block the main thread. */
const MAX_SEARCHED = 4_000

/**
 * Also hides values too short for other redaction: a program's output is shown verbatim, and may lose variable names.
 */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/\/\/[^\s/@]+@/g, '//[redacted]@'],
  [/\bBearer\s+[\w.~+/=-]{6,}/gi, 'Bearer [redacted]'],
  [/(authorization["']?\s*[:=]\s*["']?)(?:(?:basic|bearer|digest)\s+)?[^\s"',;]+/gi, '$1[redacted]'],
  [ANY_ASSIGNMENT, '$1[redacted]'],
  [/\bsk-[\w-]+/g, '[redacted]'],
  [/(?<![\w-])eyJ[\w.-]+/g, '[redacted]'],
  [/(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/g, '[e-mail]'],
  [/\b\d{1,3}(?:\.\d{1,3}){3}:\d{1,5}\b/g, '[address]'],
]

/** Makes another program's text safe to show: no secrets or addresses, at most 500 characters. */
export function redactCliOutput(text: string): string {
  let clean = text.slice(0, MAX_SEARCHED)
  for (const [pattern, replacement] of PATTERNS) clean = clean.replace(pattern, replacement)
  const redacted = redactSecrets(clean, {
    limit: MAX_SEARCHED,
    replace: (kind, prefix) => {
      if (kind === 'login') return `${prefix}[redacted]@`
      return kind === 'secret' ? `${prefix}[redacted]` : '[redacted]'
    },
  })
  return redacted.slice(0, MAX_CHARS)
}
