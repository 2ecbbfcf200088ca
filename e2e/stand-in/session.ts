import { EventEmitter } from 'node:events'
import type { StandInWebContents } from './web-contents.ts'

type Decision = (granted: boolean) => void
type RequestHandler = (contents: StandInWebContents, permission: string, decide: Decision) => void
type CheckHandler = (contents: StandInWebContents | null, permission: string, origin: string) => boolean

/** Permission requests and downloads. Without handlers everything is granted, which is Electron's default. */
export class StandInSession extends EventEmitter {
  #onRequest: RequestHandler | null = null
  #onCheck: CheckHandler | null = null

  setPermissionRequestHandler(handler: RequestHandler | null): void {
    this.#onRequest = handler
  }
  setPermissionCheckHandler(handler: CheckHandler | null): void {
    this.#onCheck = handler
  }
  setDevicePermissionHandler(_handler: (() => boolean) | null): void {
    // No effect: our pages request no device, and Chromium here has none.
  }
  /** Runs the permission handlers for a page. */
  async allows(contents: StandInWebContents, permission: string): Promise<boolean> {
    const origin = new URL(contents.getURL()).origin
    if (this.#onCheck !== null && !this.#onCheck(contents, permission, origin)) return false
    const ask = this.#onRequest
    return ask === null || new Promise((resolve) => ask(contents, permission, resolve))
  }
}
