import type { IpcMainInvokeEvent, WebContents } from 'electron'
import { APP_ORIGIN } from './app-scheme.ts'

/**
 * Whether a message comes from the top frame of our own page in our own window. A frame inside the page, a
 * page that was navigated away, and a frame that is already gone are all refused.
 */
export function trustedSender(event: IpcMainInvokeEvent, ours: WebContents | undefined): boolean {
  const frame = event.senderFrame
  if (ours === undefined || event.sender !== ours || frame === null) return false
  // `top` is itself in a top frame. Compared by id: two reads may give two objects for one frame.
  if (frame.parent !== null || frame.top?.frameTreeNodeId !== frame.frameTreeNodeId) return false
  // `URL.origin` is "null" for a scheme of our own, so scheme and host are compared.
  if (!URL.canParse(frame.url)) return false
  const { protocol, host } = new URL(frame.url)
  return `${protocol}//${host}` === APP_ORIGIN
}
