import type { Preferences, PreferencesChange } from '../../../shared/ipc.ts'
import type { Log } from '../log.ts'
import type { LoginItem } from './create-login-item.ts'
import type { Shortcut } from './create-shortcut.ts'
import type { StateFile } from './create-state-file.ts'

export interface PreferencesDeps {
  loginItem: LoginItem
  shortcut: Shortcut
  file: StateFile
  onChange: () => void
  log: Log
}

export interface PreferenceStore {
  read: () => Preferences
  /** Applies the change as far as the system allows, and returns the resulting preferences. */
  change: (change: PreferencesChange) => Preferences
}

/** The user's desktop preferences. Restores the saved shortcut. */
export function createPreferences({
  loginItem,
  shortcut,
  file,
  onChange,
  log,
}: PreferencesDeps): PreferenceStore {
  // Cached, refreshed after each change: the tray menu reads it with every request.
  let launchAtLogin = loginItem.read()
  shortcut.set(file.read().shortcut)

  function setLaunch(on: boolean): void {
    try {
      loginItem.set(on)
    } catch (error) {
      log.warn({ err: error }, 'failed to change login item')
    }
    launchAtLogin = loginItem.read()
  }
  const read = (): Preferences => ({
    launchAtLogin,
    notifications: file.read().notifications,
    shortcut: shortcut.read(),
    language: file.read().language,
  })
  return {
    read,
    change(change) {
      if (change.launchAtLogin !== undefined) setLaunch(change.launchAtLogin)
      if (change.notifications !== undefined) file.update({ notifications: change.notifications })
      if (change.language !== undefined) file.update({ language: change.language })
      if (change.shortcut !== undefined && shortcut.set(change.shortcut))
        file.update({ shortcut: change.shortcut })
      onChange()
      return read()
    },
  }
}
