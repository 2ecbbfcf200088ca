import type { BrowserWindow, MessageBoxOptions, MessageBoxReturnValue } from 'electron'
import type { Dashboard } from './dashboard/create-dashboard.ts'

/** Asks the user a question. Resolves with the chosen button. */
export type Ask = (options: MessageBoxOptions) => Promise<Pick<MessageBoxReturnValue, 'response'>>

export interface AskInWindowDeps {
  dialog: { showMessageBox: (parent: BrowserWindow, options: MessageBoxOptions) => ReturnType<Ask> }
  dashboard: Pick<Dashboard, 'show' | 'window'>
}

/**
 * Returns the only way to ask a question: as a sheet of the dashboard, which is shown first. Without a parent window,
 * macOS runs the question modally inside the call, and every stream of the proxy stands still until it is answered
 * (Electron's `shell/browser/ui/message_box_mac.mm`, `ShowMessageBox`). A sheet of a hidden window cannot be answered,
 * and the popover hides as soon as a sheet takes its focus.
 */
export function askInWindow({ dialog, dashboard }: AskInWindowDeps): Ask {
  return (options) => {
    dashboard.show()
    const window = dashboard.window()
    if (window === undefined) return Promise.reject(new Error('The dashboard has no window'))
    return dialog.showMessageBox(window, options)
  }
}
