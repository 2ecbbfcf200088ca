import { isSecretVariable } from '../../shared/secret-names.ts'
import type { LiveSettings } from '../../shared/live-settings.ts'
import type { Settings } from './settings.ts'

/** A path, a number or a flag: values of provider variables that aren't secrets. */
const NO_SECRET = /^(?:[/\\~.]|[a-z]:[\\/]|\d+$|true$|false$)/i

/** The configured secrets, which no output may contain in any form. */
export function listSecrets(
  settings: Pick<Settings, 'apiKey' | 'dashboardPassword' | 'anthropicApiKey' | 'providerEnv'>,
  { live, env }: { live: LiveSettings; env: NodeJS.ProcessEnv },
): string[] {
  const variables = Object.entries({ ...env, ...settings.providerEnv })
  const found = [
    settings.apiKey,
    settings.dashboardPassword,
    settings.anthropicApiKey,
    ...variables.filter(([name]) => isSecretVariable(name)).map(([, value]) => value),
    ...variables.flatMap(([, value]) => inAddress(value)),
    ...live.providers.flatMap(({ apiKey, apiBaseUrl }) => [apiKey, ...inAddress(apiBaseUrl)]),
    // A rule sets any header, often a key.
    ...[...live.requestHeaderRules, ...live.responseHeaderRules].flatMap(({ value, find }) => [
      ...secretOf(value),
      ...secretOf(find),
    ]),
  ]
  const isSecret = (value: string | undefined) =>
    value !== undefined && value.trim() !== '' && !NO_SECRET.test(value)
  return [...new Set(found.filter((value) => value !== undefined && isSecret(value)))] as string[]
}

/** The credentials in an address, percent-encoded and decoded. */
function inAddress(value: string | undefined): string[] {
  if (value?.includes('@') !== true) return []
  const url = URL.parse(value)
  if (url === null || url.password === '') return []
  return [url.password, decode(url.password)]
}

/** A header's value, with and without its scheme. Common words are not secrets. */
function secretOf(value: string | undefined): string[] {
  if (value === undefined || value.length < 8) return []
  return [value, value.replace(/^(?:bearer|basic)\s+/i, '')]
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
