import { cutAt, redactSecrets, type SecretKind, SHORTENED_KEY } from '../../shared/redact-secrets.ts'

/** Longer texts are cut: they end in a terminal. In characters. */
const MAX_MESSAGE_LENGTH = 2_000

/** Text that is searched. A secret over the cut is still seen as a whole. In characters. */
const LOOKED_AT = 2 * MAX_MESSAGE_LENGTH

/** Addresses that are not the public internet's: numbers, names without a dot, and names of private networks. */
const PRIVATE = [
  /\bhttps?:\/\/[^\s/"'<>]*@[^\s"'<>]*/gi,
  /\b(?:https?:\/\/)?(?:\d{1,3}\.){3}\d{1,3}(?::\d{1,5})?(?:\/[^\s"'<>]*)?/gi,
  /(?:https?:\/\/)?\[[0-9a-f]{0,4}:[0-9a-f:.]{1,40}\](?::\d{1,5})?(?:\/[^\s"'<>]*)?/gi,
  /\bhttps?:\/\/[\w-]+(?::\d{1,5})?(?=[/\s"'<>),;]|$)[^\s"'<>]*/gi,
  /\b(?:https?:\/\/)?localhost(?::\d{1,5})?\b(?:\/[^\s"'<>]*)?/gi,
  // Begins only where a name does: a long one is searched once, and not from each of its letters.
  /(?<![\w.-])(?:https?:\/\/)?[\w.-]{1,253}\.(?:local|internal|lan|home|corp|intranet)(?::\d{1,5})?\b(?:\/[^\s"'<>]*)?/gi,
]

/**
 * A provider's own words, fit to be shown: without keys, without the addresses of a private network, on one line
 * and not too long. A public address stays, because it often is where the user has to go.
 *
 * @param options.secrets what must not appear in any case, such as the key that was sent
 */
export function redactMessage(
  message: string,
  { secrets }: { secrets: readonly (string | undefined)[] },
): string {
  const known = secrets.filter((secret) => secret !== undefined).filter(({ length }) => length >= 4)
  const longest = Math.max(0, ...known.map(({ length }) => length))
  let text = message.slice(0, LOOKED_AT + longest)
  for (const secret of known) text = text.replaceAll(secret, '[redacted]')
  // The cut may have left the beginning of a known secret at the end.
  if (message.length > LOOKED_AT + longest) text = text.slice(0, Math.max(0, text.length - longest))
  text = text
    .slice(0, LOOKED_AT)
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .replaceAll(SHORTENED_KEY, '[redacted]')
  text = redactSecrets(text, { limit: LOOKED_AT, replace })
  for (const pattern of PRIVATE) text = text.replaceAll(pattern, '[address]')
  return text.length > MAX_MESSAGE_LENGTH ? `${cutAt(text, MAX_MESSAGE_LENGTH)}…` : text
}

function replace(kind: SecretKind, prefix: string): string {
  if (kind === 'login') return `${prefix}…@`
  return kind === 'secret' ? `${prefix}[redacted]` : '[redacted]'
}
