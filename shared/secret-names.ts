/** Words in the names of credential fields, headers and variables: the source of a regular expression. */
export const SECRET_WORDS = String.raw`api[-_]?key|token|secret(?:[-_]?(?:access[-_]?)?key)?|passw(?:or)?d|passwort|passphrase|private[-_]?key|credentials?`

/** Secret headers whose names contain none of these words. */
const SECRET_HEADERS = String.raw`(?:proxy-)?authorization|(?:set-)?cookie`

const NAME = new RegExp(`^(?:${SECRET_HEADERS}|.*(?:${SECRET_WORDS}|[-_]key))$`, 'i')
const VARIABLE = new RegExp(`(?:${SECRET_WORDS}|key)s?(?:_|$)`, 'i')
const ANY = new RegExp(`${SECRET_WORDS}|passw|key|auth|cookie|header`, 'i')

/** True for a field or header name whose value is a credential, regardless of its format. */
export function isSecretName(name: string): boolean {
  return NAME.test(name)
}

/**
 * True for an environment variable that holds a credential; such names may continue after the word:
 * `GITHUB_TOKEN_FILE`.
 */
export function isSecretVariable(name: string): boolean {
  return VARIABLE.test(name)
}

/** True if a value under this name may be a credential. Stricter, for files written by other programs. */
export function mayNameSecret(name: string): boolean {
  return ANY.test(name)
}
