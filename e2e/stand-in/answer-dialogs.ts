import type { Desktop } from '../launch-desktop.ts'

/**
 * Answers every question of the app with button number `answer` from now on, instead of showing it. Refuses questions
 * without a window, which stop the main process on macOS.
 */
export function answerDialogs(app: Desktop, answer: number): Promise<void> {
  return app.evaluate(({ dialog }, response) => {
    dialog.showMessageBox = (...args: unknown[]) => {
      if (args.length < 2) throw new Error('A question needs a window')
      const options = args.at(-1) as Electron.MessageBoxOptions
      const asked: unknown = Reflect.get(globalThis, 'askedDialogs') ?? []
      const before = Array.isArray(asked) ? asked : []
      Object.assign(globalThis, { askedDialogs: [...before, `${options.message}\n${options.detail ?? ''}`] })
      return Promise.resolve({ response, checkboxChecked: false })
    }
  }, answer)
}

/** Dialogs since `answerDialogs`: message and detail. */
export function askedDialogs(app: Desktop): Promise<string[]> {
  return app.evaluate(() => (Reflect.get(globalThis, 'askedDialogs') ?? []) as string[], null)
}

/** Records the addresses that the system's browser would open, instead of opening them. */
export function catchExternal(app: Desktop): Promise<void> {
  return app.evaluate(({ shell }) => {
    const opened: string[] = []
    Object.assign(globalThis, { openedAddresses: opened })
    shell.openExternal = (address) => {
      opened.push(address)
      return Promise.resolve()
    }
  }, null)
}

/** Addresses recorded since `catchExternal`. */
export function openedAddresses(app: Desktop): Promise<string[]> {
  return app.evaluate(() => Reflect.get(globalThis, 'openedAddresses') as string[], null)
}
