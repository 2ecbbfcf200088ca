/** Words in the name of a field, header or variable that holds a credential: the source of a regular expression. */
export const SECRET_WORDS = String.raw`api[-_]?key|token|secret(?:[-_]?(?:access[-_]?)?key)?|passw(?:or)?d|passwort|passphrase|private[-_]?key|credentials?`

/** Headers whose names have none of these words. */
const SECRET_HEADERS = String.raw`(?:proxy-)?authorization|(?:set-)?cookie`

const NAME = new RegExp(`^(?:${SECRET_HEADERS}|.*(?:${SECRET_WORDS}|[-_]key))$`, 'i')
const VARIABLE = new RegExp(`(?:${SECRET_WORDS}|key)s?(?:_|$)`, 'i')
const ANY = new RegExp(`${SECRET_WORDS}|passw|key|auth|cookie|header`, 'i')

/** True for the name of a field or header whose text is a credential, whatever it looks like. */
export function isSecretName(name: string): boolean {
  return NAME.test(name)
}

/** The same for variables of an environment, which say more behind the word: `GITHUB_TOKEN_FILE`. */
export function isSecretVariable(name: string): boolean {
  return VARIABLE.test(name)
}

/** True where a text under this name may be a credential. For files that others made, where more is hidden. */
export function mayNameSecret(name: string): boolean {
  return ANY.test(name)
}
