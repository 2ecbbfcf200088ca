import type { GlobalShortcut } from 'electron'
import type { Log } from '../log.ts'

export interface Shortcut {
  /** The registered accelerator. */
  read: () => string | null
  /** Registers another accelerator. Returns false if it is refused; the previous one then stays registered. */
  set: (accelerator: string | null) => boolean
}

export interface ShortcutDeps {
  globalShortcut: Pick<GlobalShortcut, 'register' | 'unregister'>
  run: () => void
  log: Log
}

/** A single system-wide shortcut. */
export function createShortcut({ globalShortcut, run, log }: ShortcutDeps): Shortcut {
  let granted: string | null = null

  return {
    read: () => granted,
    set(accelerator) {
      if (accelerator === granted) return true
      // Register the new shortcut before releasing the old one, so that a refusal leaves the old one working.
      if (accelerator !== null && !register(accelerator)) return false
      if (granted !== null) globalShortcut.unregister(granted)
      granted = accelerator
      return true
    },
  }

  function register(accelerator: string): boolean {
    try {
      if (globalShortcut.register(accelerator, run)) return true
      log.warn({ accelerator }, 'shortcut refused by the system')
    } catch (error) {
      // Electron throws for an invalid accelerator.
      log.warn({ accelerator, err: error }, 'invalid shortcut')
    }
    return false
  }
}
