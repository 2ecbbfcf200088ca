import { printable } from '../../shared/printable.ts'
import type { EnvFile } from './settings.ts'

/** Limit of listed names; some projects have a hundred variables. */
const MAX_NAMES = 8

/** For the log: the settings taken from an environment file. Names only, because values may be secrets. */
export function describeEnvFile({ path, names }: EnvFile): string {
  return names.length === 0
    ? `${printable(path)} was read. It changes no setting.`
    : `${list(names)} ${names.length === 1 ? 'is' : 'are'} set in ${printable(path)}.`
}

/** For the log and the terminal: the settings ignored because the current folder isn't trusted. */
export function describeIgnoredEnvFile({ path, names }: EnvFile): string {
  const shown = printable(path)
  return `${shown} is ignored because the current folder isn’t trusted. It sets ${list(names)}. To use it, pass --env-file ${shown}, or move it beside config.json in the data folder.`
}

function list(names: readonly string[]): string {
  const more = names.length - MAX_NAMES
  const shown = names.slice(0, more === 1 ? MAX_NAMES + 1 : MAX_NAMES)
  if (more > 1) return `${shown.join(', ')} and ${more} more`
  return shown.join(', ').replace(/, ([^,]+)$/, ' and $1')
}
