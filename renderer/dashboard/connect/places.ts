import { PLACES as IN_ENGLISH, type PlaceKind } from '../../../shared/connection.ts'
import { t } from '../../language/t.ts'

/** Places that set a variable, where they are no file that could be named. */
export const PLACES: Readonly<Record<PlaceKind, () => string>> = {
  managed: () => t('the settings of whoever manages this computer'),
  local: () => t('a project’s local settings'),
  project: () => t('a project’s settings'),
  user: () => t('your settings'),
  environment: () => t('the environment of Signalbox'),
  shell: () => t('a start file of the shell'),
  launchctl: () => 'launchctl',
  windows: () => t('the user’s variables in Windows'),
  vscode: () => t('the settings of VS Code'),
}

/** A place as the server's sentences begin with it: a file and its line, or the words of the table. */
export function sayPlace(where: string): string {
  const [, path, line] = /^(.+), line (\d+),$/s.exec(where) ?? []
  if (path !== undefined) return t('{{path}}, line {{line}},', { path, line })
  const known = Object.entries(IN_ENGLISH).find(([, text]) => text.toLowerCase() === where.toLowerCase())
  return known ? upperFirst(PLACES[known[0] as PlaceKind]()) : where
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
