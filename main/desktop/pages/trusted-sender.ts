import type { IpcMainInvokeEvent, WebContents } from 'electron'
import { APP_ORIGIN } from './app-scheme.ts'

/**
 * True if a message comes from the top frame of our own page in our own window. Rejects child frames, pages that were
 * navigated away, and frames that are gone.
 */
export function trustedSender(event: IpcMainInvokeEvent, ours: WebContents | undefined): boolean {
  const frame = event.senderFrame
  if (ours === undefined || event.sender !== ours || frame === null) return false
  // In a top frame, `top` is the frame itself. Compare ids: two reads may return two objects for one frame.
  if (frame.parent !== null || frame.top?.frameTreeNodeId !== frame.frameTreeNodeId) return false
  // `URL.origin` is "null" for a custom scheme, so compare scheme and host.
  if (!URL.canParse(frame.url)) return false
  const { protocol, host } = new URL(frame.url)
  return `${protocol}//${host}` === APP_ORIGIN
}
