import type { PlaceKind } from '../../../shared/connection.ts'
import { t } from '../../language/t.ts'

/** Names of places that set a variable and have no file path. */
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
