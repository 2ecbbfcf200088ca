import type { Named, PickSetting } from './layer.ts'
import { InvalidSettingError } from './settings-error.ts'
import type { OutboundSettings } from './settings.ts'

const FOR_HTTP = ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy']
const FOR_HTTPS = ['HTTPS_PROXY', 'https_proxy', ...FOR_HTTP]

/**
 * The outbound proxy. An invalid value set for Signalbox is an error; one set for every program on this machine is
 * ignored with a warning.
 *
 * @throws SettingsError
 */
export function readOutbound(pick: PickSetting, warnings: string[]): OutboundSettings {
  const own = pick('CCPROXY_PROXY_URL')
  const address = own === undefined ? undefined : toProxyAddress(own.value)
  // Omits the value, which may contain a password.
  if (own !== undefined && address === undefined)
    throw new InvalidSettingError(own.name, '…', 'an http or https address like http://proxy.example:8080')
  return {
    httpsProxy: address ?? firstUsable(FOR_HTTPS, pick, warnings),
    httpProxy: address ?? firstUsable(FOR_HTTP, pick, warnings),
    noProxy: pick('NO_PROXY', 'no_proxy')?.value ?? '',
  }
}

function firstUsable(names: readonly string[], pick: PickSetting, warnings: string[]): string | undefined {
  for (const named of names.map((name) => pick(name)).filter((one): one is Named => one !== undefined)) {
    const address = toProxyAddress(named.value)
    if (address !== undefined) return address
    const warning = `${named.name} isn’t an http or https address and is ignored.`
    if (!warnings.includes(warning)) warnings.push(warning)
  }
  return undefined
}

/** Adds the default scheme: `proxy.example:8080` → `http://proxy.example:8080`, as curl does. */
function toProxyAddress(text: string): string | undefined {
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`)
  const isUsable = url !== null && (url.protocol === 'http:' || url.protocol === 'https:')
  return isUsable ? url.href : undefined
}
