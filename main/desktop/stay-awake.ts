import type { PowerSaveBlocker, SystemPreferences } from 'electron'
import type { Signalbox } from '../base/signalbox.ts'

export interface StayAwakeDeps {
  platform: NodeJS.Platform
  packaged: boolean
  powerSaveBlocker: Pick<PowerSaveBlocker, 'start' | 'stop'>
  systemPreferences: Pick<SystemPreferences, 'setUserDefault'>
  signalbox: Pick<Signalbox, 'livez' | 'onChange'>
}

/**
 * Keeps macOS from throttling the proxy. App Nap slows the timers and the network of an app without a visible window
 * (electron/electron#5101), so it is held off while a request is in flight, and no longer: the same assertion keeps the
 * computer from sleeping.
 */
export function stayAwake({
  platform,
  packaged,
  powerSaveBlocker,
  systemPreferences,
  signalbox,
}: StayAwakeDeps): void {
  if (platform !== 'darwin') return
  // Read at the next start, for the first byte after a pause. A development build would set it for every Electron.
  if (packaged) systemPreferences.setUserDefault('NSAppSleepDisabled', 'boolean', true)
  // Set while the assertion is held.
  let blocker: number | undefined
  signalbox.onChange(() => {
    const isBusy = signalbox.livez().in_flight > 0
    if (isBusy) blocker ??= powerSaveBlocker.start('prevent-app-suspension')
    else if (blocker !== undefined) {
      powerSaveBlocker.stop(blocker)
      blocker = undefined
    }
  })
}
