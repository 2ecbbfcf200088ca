import { Notification } from 'electron'
import type { Log } from '../log.ts'
import type { Notice } from './notice.ts'

/** Shows a system notification; a click calls `open`. Does nothing on systems without notifications. */
export function showNotice({ title, body }: Notice, { open, log }: { open: () => void; log: Log }): void {
  if (!Notification.isSupported()) return
  const notification = new Notification({ title, body, silent: true })
  notification.on('click', open)
  // macOS refuses notifications from unsigned apps.
  notification.on('failed', (_event, error) => log.warn({ error, title }, 'notification failed'))
  notification.show()
}
