/** What keys of the services that we know look like, and the places where any key may stand. */
const SECRETS: readonly [RegExp, string][] = [
  [/\b(sk|pk|rk)-[A-Za-z0-9_-]{8,}/g, '$1-…'],
  [/\bAIza[A-Za-z0-9_-]{20,}/g, 'AIza…'],
  [/\b(gh[pousr]|github_pat|glpat|xox[abprs]|gsk|xai|hf|npm)[-_][A-Za-z0-9_-]{8,}/g, '$1_…'],
  [/\bA(KIA|SIA)[A-Z0-9]{16}\b/g, 'A$1…'],
  [/\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]*)?/g, 'eyJ…'],
  [/\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{8,}/gi, '$1 …'],
  [
    /((?:api[-_]?key|access[-_]?token|token|secret|password|authorization)["']?\s*[:=]\s*["']?)[^\s"'&,;}]{6,}/gi,
    '$1…',
  ],
  [/([a-z][a-z0-9+.-]*:\/\/)[^\s/@:]*:[^\s/@]*@/gi, '$1…@'],
]
/** Short texts without these can hold none of the above. */
const SUSPECT = /[-_:=.]|AIza|AKIA|ASIA|bearer|basic/i
/** One look for all of them, because hardly any text has one. */
const ANY = new RegExp(SECRETS.map(([pattern]) => pattern.source).join('|'), 'i')

/** Replaces what looks like a credential in a message, a log line or an export. */
export function redactText(text: string): string {
  if (!SUSPECT.test(text) || !ANY.test(text)) return text
  return SECRETS.reduce((redacted, [pattern, replacement]) => redacted.replaceAll(pattern, replacement), text)
}
