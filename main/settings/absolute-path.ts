import { isAbsolute, resolve } from 'node:path'
import { STARTED_IN } from '../base/started-in.ts'
import { InvalidSettingError } from './settings-error.ts'

/**
 * Resolves a path from a setting.
 *
 * @param place.from base folder of relative paths; defaults to the current folder
 * @throws SettingsError if that folder was deleted
 */
export function absolutePath(place: { name: string; value: string; from?: string | undefined }): string {
  const { name, value, from = STARTED_IN } = place
  if (from !== undefined) return resolve(from, value)
  if (isAbsolute(value)) return value
  throw new InvalidSettingError(name, value, 'an absolute path, because the current folder doesn’t exist')
}
