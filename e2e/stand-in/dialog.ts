import { StandInBrowserWindow } from './browser-window.ts'

/** In ms. Stands for the time that a user needs to answer. */
const BLOCKED = 10_000

/** Question boxes as macOS shows them, the strictest of the three systems. */
export class StandInDialog implements Pick<Electron.Dialog, 'showErrorBox'> {
  /** Boxes waiting for an answer. */
  readonly open: { message: string; answer: (button: number) => void }[] = []

  /**
   * Without a parent, macOS runs the box modally inside the call: no timer, socket or promise of this process proceeds
   * (`shell/browser/ui/message_box_mac.mm`). With one it is a sheet, which can only be answered in a visible window.
   */
  showMessageBox(
    parentOrOptions: StandInBrowserWindow | Electron.MessageBoxOptions,
    options?: Electron.MessageBoxOptions,
  ): Promise<Electron.MessageBoxReturnValue> {
    if (!(parentOrOptions instanceof StandInBrowserWindow)) {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, BLOCKED)
      return Promise.resolve({ response: parentOrOptions.cancelId ?? 0, checkboxChecked: false })
    }
    const { promise, resolve } = Promise.withResolvers<Electron.MessageBoxReturnValue>()
    if (parentOrOptions.isVisible()) {
      this.open.push({
        message: options?.message ?? '',
        answer: (response) => resolve({ response, checkboxChecked: false }),
      })
    }
    return promise
  }
  /** Electron's behaviour on Linux before `ready`. */
  showErrorBox(title: string, content: string): void {
    console.error(`${title}\n${content}`)
  }
}
