import { isAbsolute, resolve } from 'node:path'
import { STARTED_IN } from '../base/started-in.ts'
import { SettingsError } from './settings-error.ts'

/**
 * A path that a setting names, as an absolute one.
 *
 * @param place.from the folder that relative paths are meant from; without it the one that the program was started in
 * @throws SettingsError where that folder was deleted
 */
export function absolutePath(place: { name: string; value: string; from?: string | undefined }): string {
  const { name, value, from = STARTED_IN } = place
  if (from !== undefined) return resolve(from, value)
  if (isAbsolute(value)) return value
  throw new SettingsError(name, value, 'an absolute path, because the current folder does not exist')
}
