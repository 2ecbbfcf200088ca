import { redactSecrets, type SecretKind } from '../../shared/redact-secrets.ts'

const SHOWN: Record<SecretKind, string> = {
  key: '[key]',
  token: '[token]',
  secret: '[secret]',
  login: '[secret]@',
  'private-key': '[private key]',
}
/** Kinds whose prefix labels the secret and is not part of it. */
const KEEPS_PREFIX = new Set<SecretKind>(['secret', 'login'])

/** Names of persons and accounts. Every repetition is bounded: a body may be megabytes of one letter. */
const PERSONAL: readonly [RegExp, string][] = [
  [/("(?:user_id|account_uuid|device_id)\\{0,3}"\s{0,8}:\s{0,8}\\{0,3}")[^"\\]{1,400}/g, '$1[account]'],
  [/(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}\b/g, '[e-mail]'],
  [/((?:\/home|\/Users|[A-Z]:\\{1,4}Users)[\\/]{1,4})(?!Shared\b|Public\b)[^\\/\s"'<>:|]{1,64}/g, '$1user'],
]

/** Replaces what looks like a credential or identifies a person, in text that leaves this computer. */
export function redactExportedText(text: string): string {
  const redacted = redactSecrets(text, {
    limit: Infinity,
    replace: (kind, prefix) => (KEEPS_PREFIX.has(kind) ? prefix + SHOWN[kind] : SHOWN[kind]),
  })
  return PERSONAL.reduce((rest, [pattern, replacement]) => rest.replaceAll(pattern, replacement), redacted)
}
