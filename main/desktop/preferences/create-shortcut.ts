import type { GlobalShortcut } from 'electron'
import type { Log } from '../log.ts'

export interface Shortcut {
  /** What the system has granted. */
  read: () => string | null
  /** Asks for another one. False when it is not granted; the one before then still works. */
  set: (accelerator: string | null) => boolean
}

export interface ShortcutDeps {
  globalShortcut: Pick<GlobalShortcut, 'register' | 'unregister'>
  run: () => void
  log: Log
}

/** One key combination for the whole system. */
export function createShortcut({ globalShortcut, run, log }: ShortcutDeps): Shortcut {
  let granted: string | null = null

  return {
    read: () => granted,
    set(accelerator) {
      if (accelerator === granted) return true
      // The new one first: what works is only given up for what works.
      if (accelerator !== null && !register(accelerator)) return false
      if (granted !== null) globalShortcut.unregister(granted)
      granted = accelerator
      return true
    },
  }

  function register(accelerator: string): boolean {
    try {
      if (globalShortcut.register(accelerator, run)) return true
      log.warn({ accelerator }, 'shortcut not granted')
    } catch (error) {
      // Electron throws for what is no accelerator.
      log.warn({ accelerator, err: error }, 'shortcut not understood')
    }
    return false
  }
}
