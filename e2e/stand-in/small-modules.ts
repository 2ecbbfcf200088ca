import { EventEmitter } from 'node:events'

// A class for each small module of Electron: state and events, without a screen.

export class StandInClipboard implements Pick<Electron.Clipboard, 'readText' | 'writeText' | 'clear'> {
  #text = ''
  readText(): Promise<string> {
    return Promise.resolve(this.#text)
  }
  writeText(text: string): Promise<void> {
    this.#text = text
    return Promise.resolve()
  }
  clear(): void {
    this.#text = ''
  }
}

/** Opens nothing; `opened` lists the addresses. */
export class StandInShell implements Pick<Electron.Shell, 'openExternal'> {
  readonly opened: string[] = []
  openExternal(url: string): Promise<void> {
    this.opened.push(url)
    return Promise.resolve()
  }
}

export class StandInNativeTheme
  extends EventEmitter
  implements
    Pick<
      Electron.NativeTheme,
      'shouldUseDarkColors' | 'shouldUseDarkColorsForSystemIntegratedUI' | 'themeSource'
    >
{
  #source: 'system' | 'light' | 'dark' = 'system'
  get themeSource(): 'system' | 'light' | 'dark' {
    return this.#source
  }
  set themeSource(source: 'system' | 'light' | 'dark') {
    this.#source = source
    this.emit('updated')
  }
  get shouldUseDarkColors(): boolean {
    return this.#source === 'dark'
  }
  get shouldUseDarkColorsForSystemIntegratedUI(): boolean {
    return this.shouldUseDarkColors
  }
}

const BOUNDS: Electron.Rectangle = { x: 0, y: 0, width: 1920, height: 1080 }
/** Leaves room for a panel of 40 pixels at the bottom. */
const WORK_AREA: Electron.Rectangle = { ...BOUNDS, height: 1040 }
type StandInDisplay = Pick<Electron.Display, 'id' | 'bounds' | 'workArea' | 'scaleFactor'>

/** One display. */
export class StandInScreen extends EventEmitter {
  readonly #display: StandInDisplay = { id: 1, bounds: BOUNDS, workArea: WORK_AREA, scaleFactor: 1 }
  getPrimaryDisplay(): StandInDisplay {
    return this.#display
  }
  getDisplayMatching(_rect: Electron.Rectangle): StandInDisplay {
    return this.#display
  }
  getDisplayNearestPoint(_point: Electron.Point): StandInDisplay {
    return this.#display
  }
  getCursorScreenPoint(): Electron.Point {
    return { x: 1900, y: 1060 }
  }
}

export class StandInGlobalShortcut implements Pick<
  Electron.GlobalShortcut,
  'register' | 'unregister' | 'isRegistered'
> {
  readonly #taken = new Map<string, () => void>()
  register(accelerator: string, callback: () => void): boolean {
    if (!/^(\w+\+)+\w+$/.test(accelerator)) throw new TypeError('conversion failure')
    if (this.#taken.has(accelerator)) return false
    this.#taken.set(accelerator, callback)
    return true
  }
  /** Simulates the user pressing the shortcut, in any program. */
  press(accelerator: string): void {
    this.#taken.get(accelerator)?.()
  }
  unregister(accelerator: string): void {
    this.#taken.delete(accelerator)
  }
  isRegistered(accelerator: string): boolean {
    return this.#taken.has(accelerator)
  }
}

/** Holds nothing awake; `held` are the running assertions. */
export class StandInPowerSaveBlocker implements Pick<
  Electron.PowerSaveBlocker,
  'start' | 'stop' | 'isStarted'
> {
  readonly held = new Set<number>()
  #last = 0
  start(_type: 'prevent-app-suspension' | 'prevent-display-sleep'): number {
    this.held.add(++this.#last)
    return this.#last
  }
  stop(id: number): boolean {
    return this.held.delete(id)
  }
  isStarted(id: number): boolean {
    return this.held.has(id)
  }
}

export class StandInSystemPreferences {
  setUserDefault(_key: string, _type: string, _value: unknown): void {
    // No effect: there are no macOS defaults here.
  }
}

/** A notification on the user's screen. */
interface ShownNotification {
  title: string
  body: string
  /** Clicks it. Lost if the app has dropped its object (`electron_api_notification.cc`, `~Notification`). */
  click: () => void
}

/** Shows nothing; `shown` lists the notifications. */
export class StandInNotification
  extends EventEmitter
  implements Pick<Electron.Notification, 'show' | 'title' | 'body'>
{
  static readonly shown: ShownNotification[] = []
  readonly title: string
  readonly body: string

  static isSupported(): boolean {
    return true
  }
  static handleActivation(_callback: () => void): void {
    // No effect: nothing here outlives the app.
  }
  constructor({ title = '', body = '' }: Electron.NotificationConstructorOptions = {}) {
    super()
    this.title = title
    this.body = body
  }
  show(): void {
    const self = new WeakRef(this)
    const { title, body } = this
    StandInNotification.shown.push({ title, body, click: () => void self.deref()?.emit('click', {}) })
  }
}
