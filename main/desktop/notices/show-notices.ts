import { Notification } from 'electron'
import type { Log } from '../log.ts'
import type { Notice } from './notice.ts'

/** Older ones are dropped: not every system reports that a notification was closed. */
const MAX_HELD = 50

export interface ShowNoticesDeps {
  /** Called when the user clicks a notification. */
  open: () => void
  platform: NodeJS.Platform
  log: Log
}

/**
 * Returns the function that shows a system notification. Each one is held until it is closed: when Electron's object is
 * collected, its click is lost, and macOS may remove it (`shell/browser/api/electron_api_notification.cc`,
 * `~Notification`). Does nothing on systems without notifications.
 */
export function showNotices({ open, platform, log }: ShowNoticesDeps): (notice: Notice) => void {
  if (!Notification.isSupported()) return () => undefined
  // Also a click on one that an earlier run has left in the Action Center, which starts the app.
  if (platform === 'win32') Notification.handleActivation(open)
  const held = new Set<Notification>()

  return ({ title, body }) => {
    const notification = new Notification({ title, body, silent: true })
    held.add(notification)
    const [oldest] = held
    if (held.size > MAX_HELD && oldest !== undefined) held.delete(oldest)
    const release = () => held.delete(notification)
    notification.on('click', () => {
      release()
      open()
    })
    notification.on('close', release)
    notification.on('failed', (_event, error) => {
      release()
      // macOS refuses notifications from unsigned apps.
      log.warn({ error, title }, 'notification failed')
    })
    notification.show()
  }
}
