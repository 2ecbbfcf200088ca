import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import type { Download, Frame, Page, Route } from '@playwright/test'
import { preventable } from './preventable.ts'
import type { StandInFrame } from './ipc-main.ts'
import { toAppUrl, toWebUrl } from './origin.ts'
import { rendererScript } from './renderer-script.ts'
import type { World } from './world.ts'

export interface WebContentsOptions {
  world: World
  preload: string | undefined
  hidden: boolean
}

/** A page in Chromium, with Electron's interface. */
export class StandInWebContents extends EventEmitter {
  readonly page: Promise<Page>
  readonly #world: World
  #hidden: boolean
  #url = ''
  /** The address that the app itself is loading; its request needs no permission. */
  #loading: string | undefined
  /** Rejects the pending `loadURL`. */
  #abortLoad: (error: Error) => void = () => undefined
  #destroyed = false
  #decideOpen: (details: { url: string }) => { action: 'allow' | 'deny' } = () => ({ action: 'allow' })
  /** Electron numbers its frames; here they get a number with their first message. */
  readonly #frameIds = new Map<Frame, number>()

  constructor({ world, preload, hidden }: WebContentsOptions) {
    super()
    this.#world = world
    this.#hidden = hidden
    this.page = world.browser.newPage().then((page) => this.#prepare(page, preload))
    if (!world.app.canRender) {
      void this.page.then((page) => page.close())
      setImmediate(() => this.emit('render-process-gone', {}, { reason: 'launch-failed', exitCode: 1002 }))
    }
    this.page.catch((error: unknown) => {
      console.error('stand-in: no page', error)
      process.exit(70)
    })
  }
  async loadURL(url: string): Promise<void> {
    const aborted = Promise.withResolvers<never>()
    aborted.promise.catch(() => undefined)
    // A newer load or a vetoed navigation rejects the pending one (`lib/browser/api/web-contents.ts`, `_awaitNextLoad`).
    this.#abortLoad(loadAborted(this.#url))
    this.#abortLoad = aborted.reject
    this.#url = url
    const page = await this.page
    this.#loading = withoutHash(url)
    await Promise.race([page.goto(toWebUrl(url)), aborted.promise])
    this.#loading = undefined
  }
  reload(): void {
    void this.loadURL(this.#url)
  }
  getURL(): string {
    return this.#url
  }
  isDestroyed(): boolean {
    return this.#destroyed
  }
  isDevToolsOpened(): boolean {
    return false
  }
  setWindowOpenHandler(decide: (details: { url: string }) => { action: 'allow' | 'deny' }): void {
    this.#decideOpen = decide
  }
  send(channel: string, ...args: unknown[]): void {
    this.#tell((page) =>
      page.evaluate((message) => window.standIn?.deliver(message.channel, message.args), { channel, args }),
    )
  }
  async executeJavaScript(code: string): Promise<unknown> {
    return (await this.page).evaluate(code)
  }
  /** Changes `document.visibilityState`, as showing and hiding the window does. */
  setHidden(hidden: boolean): void {
    this.#hidden = hidden
    this.#tell((page) => page.evaluate((now) => window.standIn?.setHidden(now), hidden))
  }
  /** Dispatches the window's focus or blur event to the page. */
  tellFocus(event: 'focus' | 'blur'): void {
    this.#tell((page) => page.evaluate((name) => void window.dispatchEvent(new Event(name)), event))
  }
  resize(size: { width: number; height: number }): void {
    this.#tell((page) => page.setViewportSize(size))
  }
  useColorScheme(scheme: 'light' | 'dark' | null): void {
    this.#tell((page) => page.emulateMedia({ colorScheme: scheme }))
  }
  destroy(): void {
    this.#destroyed = true
    this.emit('destroyed')
    this.#tell((page) => page.close())
  }

  async #prepare(page: Page, preload: string | undefined): Promise<Page> {
    const source = preload === undefined ? '' : readFileSync(preload, 'utf8')
    await page.addInitScript(rendererScript({ preload: source, hidden: this.#hidden }))
    await page.exposeBinding('standInInvoke', ({ frame }, channel: string, args: unknown[]) =>
      this.#world.ipcMain.invoke(
        { type: 'frame', sender: this, senderFrame: this.#describe(frame) },
        channel,
        args,
      ),
    )
    await page.exposeBinding('standInOpen', (_source, url: string) => {
      // Our pages are never allowed to open a window, and the stand-in cannot open one.
      if (this.#decideOpen({ url: toAppUrl(url) }).action === 'allow') throw new Error('Not played here')
    })
    await page.exposeBinding('standInCopy', async (_source, text: string) => {
      const allowed = await this.#world.session.allows(this, 'clipboard-sanitized-write')
      if (!allowed) throw new Error('Write permission denied.')
      await this.#world.clipboard.writeText(text)
    })
    await page.route('**/*', (route) => this.#intercept(route))
    // The script before each page only knows the initial state; a reload needs the current one.
    page.on('domcontentloaded', () => this.setHidden(this.#hidden))
    page.on('download', (download) => void this.#decideDownload(download))
    page.on('framenavigated', (frame) => {
      if (frame === page.mainFrame() && frame.url() !== 'about:blank') this.#url = toAppUrl(frame.url())
    })
    page.on('crash', () => this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 }))
    return page
  }
  #tell(act: (page: Page) => Promise<unknown>): void {
    // A page that is navigating or gone receives no message, as in Electron.
    this.page.then(act).catch(() => undefined)
  }
  async #intercept(route: Route): Promise<void> {
    const request = route.request()
    const url = toAppUrl(request.url())
    if (
      request.isNavigationRequest() &&
      !this.#isOwnLoad(request.frame(), url) &&
      this.#vetoed(request.frame(), url)
    ) {
      this.#abortLoad(loadAborted(url))
      return route.abort('aborted')
    }
    await this.#world.protocol.answer(route)
  }
  /** True once for each `loadURL`: whatever the page starts, a reload included, asks the app. */
  #isOwnLoad(frame: Frame, url: string): boolean {
    if (frame.parentFrame() !== null || url !== this.#loading) return false
    this.#loading = undefined
    return true
  }
  /** True if the app vetoes a navigation that the page started (not `loadURL`). */
  #vetoed(frame: Frame, url: string): boolean {
    const event = preventable({ url, isMainFrame: frame.parentFrame() === null })
    this.emit('will-frame-navigate', event)
    if (event.isMainFrame) this.emit('will-navigate', event, url)
    if (!event.defaultPrevented && event.isMainFrame) this.#url = url
    return event.defaultPrevented
  }
  async #decideDownload(download: Download): Promise<void> {
    const event = preventable({})
    const item = {
      getURL: () =>
        download.url().replace(/^(blob:)?(.*)$/, (_all, blob = '', url: string) => blob + toAppUrl(url)),
      getFilename: () => download.suggestedFilename(),
    }
    this.#world.session.emit('will-download', event, item, this)
    if (event.defaultPrevented) await download.cancel()
  }
  #describe(frame: Frame): StandInFrame {
    const parent = frame.parentFrame()
    const self: StandInFrame = {
      url: toAppUrl(frame.url()),
      frameTreeNodeId: this.#frameId(frame),
      parent: parent === null ? null : this.#describe(parent),
      top: null,
    }
    self.top = self.parent === null ? self : self.parent.top
    return self
  }
  #frameId(frame: Frame): number {
    const id = this.#frameIds.get(frame) ?? this.#frameIds.size + 1
    this.#frameIds.set(frame, id)
    return id
  }
}

/** Electron's error for a load that another navigation replaced, or that a veto ended. */
function loadAborted(url: string): Error {
  return Object.assign(new Error(`ERR_ABORTED (-3) loading '${url}'`), {
    code: 'ERR_ABORTED',
    errno: -3,
    url,
  })
}

/** Requests carry no fragment. */
function withoutHash(url: string): string {
  return url.replace(/#.*$/, '')
}

declare global {
  interface Window {
    standIn?: { setHidden: (hidden: boolean) => void; deliver: (channel: string, args: unknown[]) => void }
  }
}
