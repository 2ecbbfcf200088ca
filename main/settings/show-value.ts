import { keepPrefix, redactSecrets } from '../../shared/redact-secrets.ts'

/** In characters. A longer value is a file's content, or a mistake. */
const MAX_SHOWN = 200

/**
 * The value of a setting as errors and warnings quote it: without a key or a login that was set under the wrong name,
 * because these messages reach logs and support bundles.
 */
export function showValue(value: string): string {
  return redactSecrets(value, { limit: MAX_SHOWN, replace: keepPrefix })
}
