import { redactSecrets, type SecretKind } from '../../shared/redact-secrets.ts'

/** Longer lines are cut. In characters. */
const MAX_LINE_CHARS = 256 * 1024

/**
 * The last net: fields are chosen and cleaned where they are logged, but a path, a message or a model's name is
 * somebody else's text. No pattern matches over a quote, so the line stays JSON.
 */
export function redactLine(line: string): string {
  const replace = (kind: SecretKind, prefix: string) => (kind === 'login' ? `${prefix}…@` : `${prefix}…`)
  const redacted = redactSecrets(line, { limit: MAX_LINE_CHARS, replace })
  return redacted.endsWith('\n') ? redacted : `${redacted}\n`
}
