import { keepPrefix, redactSecrets } from '../../shared/redact-secrets.ts'

/** Longer lines are cut. In characters. */
const MAX_LINE_CHARS = 256 * 1024

/**
 * The last safeguard: fields are chosen and redacted where they are logged, but paths, messages and model names are
 * foreign text. No pattern matches across a quote, so the line stays valid JSON.
 */
export function redactLine(line: string): string {
  const redacted = redactSecrets(line, { limit: MAX_LINE_CHARS, replace: keepPrefix })
  return redacted.endsWith('\n') ? redacted : `${redacted}\n`
}
