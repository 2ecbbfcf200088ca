import { EventEmitter } from 'node:events'
import type { StandInWebContents } from './web-contents.ts'

/** The part of a `WebFrameMain` that identifies the sender. */
export type StandInFrame = Pick<Electron.WebFrameMain, 'url' | 'frameTreeNodeId'> & {
  parent: StandInFrame | null
  top: StandInFrame | null
}
export interface StandInInvokeEvent {
  type: 'frame'
  sender: StandInWebContents
  senderFrame: StandInFrame | null
}
type Handler = (event: StandInInvokeEvent, ...args: unknown[]) => unknown

export class StandInIpcMain extends EventEmitter {
  readonly #handlers = new Map<string, Handler>()

  handle(channel: string, handler: Handler): void {
    if (this.#handlers.has(channel))
      throw new Error(`Attempted to register a second handler for '${channel}'`)
    this.#handlers.set(channel, handler)
  }
  removeHandler(channel: string): void {
    this.#handlers.delete(channel)
  }
  /** Handles a renderer's `ipcRenderer.invoke`. Only the error's text crosses the process boundary, as in Electron. */
  async invoke(event: StandInInvokeEvent, channel: string, args: unknown[]): Promise<unknown> {
    try {
      const handler = this.#handlers.get(channel)
      if (handler === undefined) throw new Error(`No handler registered for '${channel}'`)
      return structuredClone(await handler(event, ...structuredClone(args)))
    } catch (error) {
      throw new Error(`Error invoking remote method '${channel}': ${String(error)}`, { cause: error })
    }
  }
}
