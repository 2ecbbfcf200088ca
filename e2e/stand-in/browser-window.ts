import { EventEmitter } from 'node:events'
import { preventable } from './preventable.ts'
import { StandInWebContents } from './web-contents.ts'
import { world } from './world.ts'

type Implemented =
  | 'blur'
  | 'close'
  | 'destroy'
  | 'focus'
  | 'getBackgroundColor'
  | 'getBounds'
  | 'getNormalBounds'
  | 'getPosition'
  | 'getContentSize'
  | 'getSize'
  | 'hide'
  | 'isDestroyed'
  | 'isFocused'
  | 'isMaximized'
  | 'isMinimized'
  | 'isVisible'
  | 'loadURL'
  | 'maximize'
  | 'minimize'
  | 'restore'
  | 'setAlwaysOnTop'
  | 'setBackgroundColor'
  | 'setContentSize'
  | 'setPosition'
  | 'setSize'
  | 'setTitle'
  | 'setVisibleOnAllWorkspaces'
  | 'show'

/** A window: bounds, focus and visibility are simulated, its page is real. */
export class StandInBrowserWindow extends EventEmitter implements Pick<Electron.BrowserWindow, Implemented> {
  readonly webContents: StandInWebContents
  #bounds: Electron.Rectangle
  #background: string
  #visible = false
  #minimized = false
  #maximized = false
  #focused = false
  #destroyed = false
  readonly #throttled: boolean

  /** False when the window system refuses the focus, as Wayland and Windows do for a program in the background. */
  static givesFocus = true

  static getAllWindows(): StandInBrowserWindow[] {
    return [...world.windows]
  }
  /**
   * Windows at logoff or shutdown: asks, tells, and ends the process as soon as the listeners and their promises have
   * run, without `before-quit` (`shell/browser/native_window_views_win.cc`, WM_ENDSESSION).
   */
  static endSession(): void {
    const event = preventable({ reasons: ['shutdown'] })
    for (const window of world.windows) window.emit('query-session-end', event)
    if (event.defaultPrevented) return
    for (const window of world.windows) window.emit('session-end', event)
    setImmediate(() => process.exit(0))
  }
  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super()
    if (!world.app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready')
    const { width = 800, height = 600, x = 0, y = 0 } = options
    this.#bounds = { x, y, width, height }
    this.#background = options.backgroundColor ?? '#ffffff'
    this.#throttled = options.webPreferences?.backgroundThrottling !== false
    // Electron reports a window that was never shown as visible, unless `paintWhenInitiallyHidden` is false.
    const hidden = options.show === false && options.paintWhenInitiallyHidden === false && this.#throttled
    this.webContents = new StandInWebContents({ world, hidden, preload: options.webPreferences?.preload })
    world.windows.add(this)
    world.app.emit('web-contents-created', {}, this.webContents)
    world.app.emit('browser-window-created', {}, this)
    this.webContents.resize(this.#bounds)
    this.#followTheme()
    if (options.show !== false) this.show()
  }
  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url)
  }
  show(): void {
    this.#visible = true
    this.#minimized = false
    this.webContents.setHidden(false)
    this.emit('show')
    this.focus()
  }
  hide(): void {
    if (!this.#visible) return
    this.#visible = false
    this.blur()
    this.#becomeHidden()
    this.emit('hide')
  }
  focus(): void {
    if (this.#focused || !this.#visible || !StandInBrowserWindow.givesFocus) return
    this.#focused = true
    this.webContents.tellFocus('focus')
    this.emit('focus')
  }
  blur(): void {
    if (!this.#focused) return
    this.#focused = false
    this.webContents.tellFocus('blur')
    this.emit('blur')
  }
  minimize(): void {
    this.#minimized = true
    this.blur()
    this.#becomeHidden()
    this.emit('minimize')
  }
  maximize(): void {
    this.#maximized = true
    this.show()
    this.emit('maximize')
  }
  restore(): void {
    this.#minimized = false
    this.webContents.setHidden(false)
    this.emit('restore')
  }
  close(): void {
    const event = preventable({})
    this.emit('close', event)
    if (!event.defaultPrevented) this.destroy()
  }
  destroy(): void {
    if (this.#destroyed) return
    this.#destroyed = true
    this.#visible = false
    world.windows.delete(this)
    this.webContents.destroy()
    this.emit('closed')
    if (world.windows.size === 0) world.app.emit('window-all-closed')
  }
  isVisible(): boolean {
    return this.#visible
  }
  isMaximized(): boolean {
    return this.#maximized
  }
  isMinimized(): boolean {
    return this.#minimized
  }
  isFocused(): boolean {
    return this.#focused
  }
  isDestroyed(): boolean {
    return this.#destroyed
  }
  getBounds(): Electron.Rectangle {
    return { ...this.#bounds }
  }
  /** A maximised window keeps its size here: there is no screen to fill. */
  getNormalBounds(): Electron.Rectangle {
    return this.getBounds()
  }
  getSize(): number[] {
    return [this.#bounds.width, this.#bounds.height]
  }
  getContentSize(): number[] {
    return this.getSize()
  }
  getPosition(): number[] {
    return [this.#bounds.x, this.#bounds.y]
  }
  setPosition(x: number, y: number): void {
    this.#bounds = { ...this.#bounds, x, y }
    this.emit('move')
  }
  setSize(width: number, height: number): void {
    if (width === this.#bounds.width && height === this.#bounds.height) return
    this.#bounds = { ...this.#bounds, width, height }
    this.webContents.resize(this.#bounds)
    this.emit('resize')
  }
  /** The stand-in's windows have no frame, so content and window are the same size. */
  setContentSize(width: number, height: number): void {
    this.setSize(width, height)
  }
  setAlwaysOnTop(_flag: boolean): void {
    // No effect: there is no other window.
  }
  setVisibleOnAllWorkspaces(_visible: boolean): void {
    // No effect: there is one workspace.
  }
  /** The colour before the page is painted. Not visible here: Chromium paints headless pages itself. */
  setBackgroundColor(color: string): void {
    this.#background = color
  }
  getBackgroundColor(): string {
    return this.#background
  }
  setTitle(_title: string): void {
    // No effect: headless windows show no title.
  }

  #becomeHidden(): void {
    if (this.#throttled) this.webContents.setHidden(true)
  }
  #followTheme(): void {
    const apply = () => {
      const { themeSource } = world.nativeTheme
      this.webContents.useColorScheme(themeSource === 'system' ? null : themeSource)
    }
    world.nativeTheme.on('updated', apply)
    this.once('closed', () => world.nativeTheme.off('updated', apply))
  }
}
