/*
 * Every repetition below has an end: a body may be megabytes of one letter, and a pattern that looks ahead without end
 * from each of them would not come back.
 */

/** What keys look like, the places where a secret stands, and what names a person. */
const PATTERNS: readonly [RegExp, string][] = [
  [
    /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[^-]{0,20000}-----END [A-Z ]{0,30}PRIVATE KEY-----/g,
    '[private key]',
  ],
  [/\b(?:sk|pk|rk)-[A-Za-z0-9_-]{8,400}/g, '[key]'],
  [/\bAIza[A-Za-z0-9_-]{20,100}/g, '[key]'],
  [/\b(?:gh[pousr]|github_pat|glpat|xox[abprs]|gsk|xai|hf|npm)[-_][A-Za-z0-9_-]{8,400}/g, '[key]'],
  [/\bA(?:KIA|SIA)[A-Z0-9]{16}\b/g, '[key]'],
  [/\beyJ[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]{1,8000}(?:\.[A-Za-z0-9_-]{0,2000})?/g, '[token]'],
  [/\b(bearer|basic)\s{1,8}[A-Za-z0-9._~+/=-]{8,8000}/gi, '$1 [token]'],
  [
    /((?:api[-_]?key|access[-_]?token|auth[-_]?token|token|secret|passwor[dt]|authorization)\\{0,3}["']?\s{0,8}[:=]\s{0,8}\\{0,3}["']?)[^\s"'&,;}\\]{6,400}/gi,
    '$1[secret]',
  ],
  [/("(?:user_id|account_uuid|device_id)\\{0,3}"\s{0,8}:\s{0,8}\\{0,3}")[^"\\]{1,400}/g, '$1[account]'],
  [/\b([a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/@:"']{0,200}:[^\s/@"']{1,400}@/gi, '$1[secret]@'],
  [/\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}\b/g, '[e-mail]'],
  [/((?:\/home|\/Users|[A-Z]:\\{1,4}Users)[\\/]{1,4})(?!Shared\b|Public\b)[^\\/\s"'<>:|]{1,64}/g, '$1user'],
]

/** Replaces what looks like a credential or names a person, in what somebody is about to give away. */
export function redactText(text: string): string {
  return PATTERNS.reduce(
    (redacted, [pattern, replacement]) => redacted.replaceAll(pattern, replacement),
    text,
  )
}
