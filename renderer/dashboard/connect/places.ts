import type { PlaceKind } from '../../../shared/connection.ts'
import { t } from '../../language/t.ts'

/** Names of places that set a variable and have no file path. */
export const PLACES: Readonly<Record<PlaceKind, () => string>> = {
  managed: () => t('managed settings'),
  local: () => t('local project settings'),
  project: () => t('project settings'),
  user: () => t('your settings'),
  environment: () => t('Signalbox’s environment'),
  shell: () => t('shell startup file'),
  launchctl: () => 'launchctl',
  windows: () => t('Windows user variables'),
  vscode: () => t('VS Code settings'),
}
