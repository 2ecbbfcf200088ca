import type { Named } from './layer.ts'
import { InvalidSettingError } from './settings-error.ts'

const TRUE = new Set(['1', 'true', 'yes', 'on'])
const FALSE = new Set(['0', 'false', 'no', 'off'])

/** @throws SettingsError for anything but a yes or a no */
export function readFlag(named: Named | undefined, fallback = false): boolean {
  if (named === undefined) return fallback
  const value = named.value.toLowerCase()
  if (TRUE.has(value)) return true
  if (FALSE.has(value)) return false
  throw new InvalidSettingError(named.name, named.value, 'true or false')
}
