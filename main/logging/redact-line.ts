import type { SecretMask } from '../base/create-secret-mask.ts'
import { printable } from '../../shared/printable.ts'
import { keepPrefix, redactSecrets } from '../../shared/redact-secrets.ts'

/** Longer lines are cut. In characters. */
const MAX_LINE_CHARS = 256 * 1024
/** Limit of the search for our own secrets: one that crosses the first limit is found whole. In characters. */
export const MAX_MASKED_CHARS = MAX_LINE_CHARS + 16 * 1024

/**
 * The last safeguard: fields are chosen and redacted where they are logged, but paths, messages and model names are
 * foreign text. No pattern matches across a quote, so the line stays valid JSON. Characters that JSON leaves as they
 * are, but that a terminal obeys, are escaped.
 *
 * @param mask hides our own secrets
 */
export function redactLine(line: string, mask: SecretMask = (text) => text): string {
  const redacted = redactSecrets(mask(line), { limit: MAX_LINE_CHARS, replace: keepPrefix })
  return `${printable(redacted.trimEnd())}\n`
}
