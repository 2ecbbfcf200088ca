import type { BrowserWindow, IpcMainInvokeEvent } from 'electron'
import type { WindowRole } from './ipc.ts'
import { trustedSender } from './trusted-sender.ts'

/** Window that a message comes from, if its page is ours. */
export function senderOf(
  event: IpcMainInvokeEvent,
  windows: Readonly<Record<WindowRole, () => BrowserWindow | undefined>>,
): WindowRole | undefined {
  const roles = ['status', 'dashboard'] as const
  return roles.find((role) => trustedSender(event, windows[role]()?.webContents))
}
