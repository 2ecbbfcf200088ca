import { isHeaderText } from './is-header-text.ts'
import type { Named, PickSetting } from './layer.ts'
import { InvalidSettingError } from './settings-error.ts'

/**
 * The keys of the environment, without the line break that a file often ends with. An unusable key of ours is an error,
 * because no client could send it; one set for every program on this machine is ignored with a warning.
 *
 * @throws SettingsError without the value
 */
export function readKeys(
  pick: PickSetting,
  warnings: string[],
): { apiKey: string | undefined; anthropicApiKey: string | undefined } {
  const own = pick('CCPROXY_API_KEY', 'APIKEY', 'SECURITY__AUTH_TOKEN')
  const apiKey = readKey(own)
  if (own !== undefined && apiKey === undefined)
    throw new InvalidSettingError(own.name, '…', 'printable ASCII characters, because it is sent in a header')
  const anthropic = pick('ANTHROPIC_API_KEY')
  const anthropicApiKey = readKey(anthropic)
  if (anthropic !== undefined && anthropicApiKey === undefined)
    warnings.push(`${anthropic.name} can’t be sent in a header; Signalbox does not use it.`)
  return { apiKey, anthropicApiKey }
}

function readKey(named: Named | undefined): string | undefined {
  const key = named?.value.trim() ?? ''
  return isHeaderText(key) ? key : undefined
}
