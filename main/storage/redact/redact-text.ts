import { keepPrefix, redactSecrets } from '../../../shared/redact-secrets.ts'

/** Characters kept of one text in the log: a path, a query, a header, an error message. */
const MAX_TEXT_CHARS = 4_096

/**
 * Replaces what looks like a credential in a message, a log line or an export.
 *
 * @param limit characters kept
 */
export function redactText(text: string, limit = MAX_TEXT_CHARS): string {
  return redactSecrets(text, {
    limit,
    replace: (kind, prefix) => (kind === 'private-key' ? '[private key]' : keepPrefix(kind, prefix)),
  })
}
