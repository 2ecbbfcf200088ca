import type { IpcMainInvokeEvent, WebContents, WebFrameMain } from 'electron'
import { expect, test } from 'vitest'
import { trustedSender } from './trusted-sender.ts'

interface FrameLike {
  url: string
  frameTreeNodeId: number
  parent: FrameLike | null
  top: FrameLike | null
}

function topFrame(url: string): FrameLike {
  const frame: FrameLike = { url, frameTreeNodeId: 1, parent: null, top: null }
  frame.top = frame
  return frame
}
function childFrame(url: string): FrameLike {
  const parent = topFrame('app://signalbox/tray.html')
  return { url, frameTreeNodeId: 2, parent, top: parent }
}

const ours = { id: 1 } as WebContents
function event(sender: WebContents, frame: FrameLike | null): IpcMainInvokeEvent {
  return { sender, senderFrame: frame as WebFrameMain | null } as IpcMainInvokeEvent
}

test('trusts the top frame of our page in our window', () => {
  expect(trustedSender(event(ours, topFrame('app://signalbox/tray.html')), ours)).toBe(true)
})

test.each([
  ['a frame that is gone', event(ours, null)],
  ['a frame inside our page', event(ours, childFrame('app://signalbox/tray.html'))],
  ['another host', event(ours, topFrame('app://signalbox.evil/tray.html'))],
  ['another scheme', event(ours, topFrame('https://signalbox/tray.html'))],
  ['a blank page', event(ours, topFrame('about:blank'))],
  ['no address', event(ours, topFrame(''))],
  ['another window', event({ id: 2 } as WebContents, topFrame('app://signalbox/tray.html'))],
])('does not trust %s', (_who, from) => {
  expect(trustedSender(from, ours)).toBe(false)
})

test('trusts no sender while there is no window', () => {
  expect(trustedSender(event(ours, topFrame('app://signalbox/tray.html')), undefined)).toBe(false)
})
