/** Longer texts are cut: they end in a terminal. In characters. */
const LONGEST = 2_000

/** What is looked at: some patterns take time that grows with the square of a hostile text. */
const LOOKED_AT = 2 * LONGEST

/** Keys as the services make them, and whatever follows a word that announces one. */
const KEYS = [
  /\b(?:sk|pk|rk|gsk|xai|csk|fw|hf|nvapi|pplx|AIza|ya29|key)[-_.][\w-]{8,}[\w.*-]*/g,
  /\bAIza[\w-]{10,}/g,
  /\beyJ[\w-]{8,}\.[\w-]+\.?[\w-]*/g,
  /\b(?:Bearer|Basic)\s+[\w.~+/=-]{8,}/gi,
]

/** Addresses that are not the public internet's: numbers, names without a dot, and names of private networks. */
const PRIVATE = [
  /\bhttps?:\/\/[^\s/"'<>]*@[^\s"'<>]*/gi,
  /\b(?:https?:\/\/)?(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?(?:\/[^\s"'<>]*)?/gi,
  /(?:https?:\/\/)?\[[0-9a-f:]*:[0-9a-f:.]*\](?::\d+)?(?:\/[^\s"'<>]*)?/gi,
  /\bhttps?:\/\/[\w-]+(?::\d+)?(?=[/\s"'<>),;]|$)[^\s"'<>]*/gi,
  /\b(?:https?:\/\/)?(?:localhost|[\w.-]+\.(?:local|internal|lan|home|corp|intranet))(?::\d+)?\b(?:\/[^\s"'<>]*)?/gi,
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
  let text = message.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim()
  for (const secret of secrets) {
    if (secret !== undefined && secret.length >= 4) text = text.replaceAll(secret, '[redacted]')
  }
  text = text.slice(0, LOOKED_AT)
  for (const pattern of KEYS) text = text.replaceAll(pattern, '[redacted]')
  for (const pattern of PRIVATE) text = text.replaceAll(pattern, '[address]')
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}
