import { keepPrefix, redactSecrets } from '../../../shared/redact-secrets.ts'
import { createOwnMask } from '../../base/create-secret-mask.ts'
import type { Redact } from './redact.ts'

/** In characters; a text that is kept is shorter. */
const MAX_MASKED_CHARS = 32 * 1024

/**
 * Hides credentials in what the database thread takes from bodies. Unlike the bodies, it is shown in lists and exported.
 *
 * @param secrets our own, which may be anywhere in what a client sends
 */
export function createTurnRedact(secrets: readonly (string | undefined)[]): Redact {
  const mask = createOwnMask(secrets, { limit: MAX_MASKED_CHARS })
  return (text, limit) =>
    redactSecrets(mask(text), {
      limit,
      replace: (kind, prefix) => (kind === 'private-key' ? '[private key]' : keepPrefix(kind, prefix)),
    })
}
