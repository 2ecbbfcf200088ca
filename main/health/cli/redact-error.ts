const MAX_CHARS = 500

/** Longer text is cut before it is searched: on the main thread a program's whole output would cost too long. */
const MAX_SEARCHED = 4_000

const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/\/\/[^\s/@]+@/g, '//[redacted]@'],
  [/\bBearer\s+[\w.~+/=-]{6,}/gi, 'Bearer [redacted]'],
  [/(authorization["']?\s*[:=]\s*["']?)(?:(?:basic|bearer|digest)\s+)?[^\s"',;]+/gi, '$1[redacted]'],
  [
    /((?:api[_-]?key|token|secret|password|passwd|credential)\w*["']?\s*[:=]\s*["']?)[^\s"',;]+/gi,
    '$1[redacted]',
  ],
  [/\bsk-[\w-]+/g, '[redacted]'],
  [/\beyJ[\w-]+\.[\w.-]+/g, '[redacted]'],
  [/[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+/g, '[e-mail]'],
  [/\b\d{1,3}(?:\.\d{1,3}){3}:\d{1,5}\b/g, '[address]'],
]

/** Text of another program, fit to be shown: no secrets or addresses, at most 500 characters. */
export function redactError(text: string): string {
  let clean = text.slice(0, MAX_SEARCHED)
  for (const [pattern, replacement] of PATTERNS) clean = clean.replace(pattern, replacement)
  return clean.slice(0, MAX_CHARS)
}
