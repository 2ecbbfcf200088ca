import { ANY_ASSIGNMENT, redactSecrets } from '../../../shared/redact-secrets.ts'

const MAX_CHARS = 500

/** Longer text is cut before it is searched: on the main thread a program's whole output would cost too long. */
const MAX_SEARCHED = 4_000

/** Shorter values than elsewhere are hidden: a program's output is shown as it is, and needs no names of variables. */
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

/** Text of another program, fit to be shown: no secrets or addresses, at most 500 characters. */
export function redactError(text: string): string {
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
