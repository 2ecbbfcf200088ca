import { Notification } from 'electron'
import type { Log } from '../log.ts'
import type { Notice } from './notice.ts'

/** Shows a notice in the system's own way; a click leads to `open`. A system without notifications is left in peace. */
export function showNotice({ title, body }: Notice, { open, log }: { open: () => void; log: Log }): void {
  if (!Notification.isSupported()) return
  const notification = new Notification({ title, body, silent: true })
  notification.on('click', open)
  // macOS refuses them to apps that are not signed.
  notification.on('failed', (_event, error) => log.warn({ error, title }, 'notification failed'))
  notification.show()
}
