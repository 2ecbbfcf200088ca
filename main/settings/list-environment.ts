import type { EnvironmentVariable, VariableSource } from '../../shared/environment-variables.ts'
import { isSecretVariable } from '../../shared/secret-names.ts'
import { isProviderName } from './read-provider-env.ts'
import { showValue } from './show-value.ts'

/** Variables of every program that Signalbox follows, which a terminal often sets and a desktop doesn't. */
export const COMMON_VARIABLES = [
  'HTTPS_PROXY',
  'https_proxy',
  'HTTP_PROXY',
  'http_proxy',
  'ALL_PROXY',
  'all_proxy',
  'NO_PROXY',
  'no_proxy',
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'CLAUDE_CONFIG_DIR',
] as const

const COMMON = new Set<string>(COMMON_VARIABLES)

type Values = Readonly<Record<string, string | undefined>>

/** The variables that make a setting, each with the strongest source that has it. Never the value of a secret. */
export function listEnvironment(
  sources: readonly (readonly [VariableSource, Values])[],
): EnvironmentVariable[] {
  const found = new Map<string, EnvironmentVariable>()
  for (const [source, values] of sources) {
    for (const [name, value] of Object.entries(values)) {
      if (!value || found.has(name) || !(COMMON.has(name) || isProviderName(name))) continue
      found.set(name, { name, source, value: showable(name, value) })
    }
  }
  return [...found.values()].toSorted((one, other) => (one.name < other.name ? -1 : 1))
}

function showable(name: string, value: string): string | null {
  if (isSecretVariable(name)) return null
  // Only its scheme, host and port: an address may contain credentials, or a key in its path.
  if (/_(?:PROXY|URL)$/i.test(name) && !/^no_proxy$/i.test(name)) return showValue(originOf(value) ?? '…')
  return showValue(value)
}

/**
 * `http://me:secret@proxy.example:8080/x` → `http://proxy.example:8080`; a scheme may be missing. Null for an address whose
 * password has a `/`, `?` or `#` in it: what comes before that sign would look like host and port.
 */
function originOf(address: string): string | null {
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(address) ? address : `http://${address}`)
  if (url === null || `${url.pathname}${url.search}${url.hash}`.includes('@')) return null
  return `${url.protocol}//${url.host}`
}
