import { cutAt, redactSecrets, type SecretKind, SHORTENED_KEY } from '../../shared/redact-secrets.ts'

/** Longer texts are truncated: they are shown in a terminal. In characters. */
const MAX_MESSAGE_LENGTH = 2_000

/** Length of the text that is searched, so that a secret across the cut is still found. In characters. */
const LOOKED_AT = 2 * MAX_MESSAGE_LENGTH

/** Non-public addresses: IP addresses, names without a dot and names of private networks. */
const PRIVATE = [
  /\bhttps?:\/\/[^\s/"'<>]*@[^\s"'<>]*/gi,
  /\b(?:https?:\/\/)?(?:\d{1,3}\.){3}\d{1,3}(?::\d{1,5})?(?:\/[^\s"'<>]*)?/gi,
  /(?:https?:\/\/)?\[[0-9a-f]{0,4}:[0-9a-f:.]{1,40}\](?::\d{1,5})?(?:\/[^\s"'<>]*)?/gi,
  /\bhttps?:\/\/[\w-]+(?::\d{1,5})?(?=[/\s"'<>),;]|$)[^\s"'<>]*/gi,
  /\b(?:https?:\/\/)?localhost(?::\d{1,5})?\b(?:\/[^\s"'<>]*)?/gi,
  // Matches only from the start of a name, so that a long name is searched once and not from each of its letters.
  /(?<![\w.-])(?:https?:\/\/)?[\w.-]{1,253}\.(?:local|internal|lan|home|corp|intranet)(?::\d{1,5})?\b(?:\/[^\s"'<>]*)?/gi,
]

/**
 * A provider's message, safe to display: without keys and private network addresses, on one line, truncated. Public
 * URLs stay, because they often tell the user where to go.
 *
 * @param options.secrets always removed, such as the key that was sent
 */
export function redactProviderMessage(
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
