import { keepPrefix, redactSecrets } from '../../shared/redact-secrets.ts'

/** Characters kept of one text in the log: a path, a query, a header, an error message. */
const MAX_TEXT_CHARS = 4_096

/** Replaces what looks like a credential in foreign text that is kept or shown: a row of the request log, a report. */
export function redactForeignText(text: string): string {
  return redactSecrets(text, {
    limit: MAX_TEXT_CHARS,
    replace: (kind, prefix) => (kind === 'private-key' ? '[private key]' : keepPrefix(kind, prefix)),
  })
}
