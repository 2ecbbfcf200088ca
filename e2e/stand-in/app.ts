import { EventEmitter } from 'node:events'
import { mkdirSync, readFileSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { takeInstanceLock } from './instance-lock.ts'
import { preventable } from './preventable.ts'

type Implemented =
  | 'enableSandbox'
  | 'exit'
  | 'getAppPath'
  | 'getPath'
  | 'getPreferredSystemLanguages'
  | 'getVersion'
  | 'isPackaged'
  | 'isReady'
  | 'quit'
  | 'requestSingleInstanceLock'
  | 'setAppUserModelId'
  | 'setAsDefaultProtocolClient'
  | 'setPath'
  | 'whenReady'
  | 'getName'

export interface AppOptions {
  /** Folder of package.json. */
  path: string
  packaged: boolean
}

interface Manifest {
  name: string
  productName?: string
  version: string
}

/** `app`: paths, the instance lock, and the order of events from start to exit. */
export class StandInApp extends EventEmitter implements Pick<Electron.App, Implemented> {
  readonly isPackaged: boolean
  readonly #path: string
  readonly #manifest: Manifest
  readonly #paths = new Map<string, string>()
  readonly #ready: Promise<void>
  #isReady = false
  /** False when renderers cannot start. */
  canRender = true

  constructor({ path, packaged }: AppOptions) {
    super()
    this.#path = path
    this.isPackaged = packaged
    this.#manifest = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) as Manifest
    this.#ready = new Promise((resolve) => this.once('ready', () => resolve()))
  }
  /** Called by the stand-in after the main module has run. */
  becomeReady(): void {
    this.#isReady = true
    this.emit('ready', {}, {})
  }
  whenReady(): Promise<void> {
    return this.#ready
  }
  isReady(): boolean {
    return this.#isReady
  }
  getAppPath(): string {
    return this.#path
  }
  getVersion(): string {
    return this.#manifest.version
  }
  getName(): string {
    return this.#manifest.productName ?? this.#manifest.name
  }
  getPath(name: string): string {
    const path = this.#paths.get(name)
    if (path === undefined) throw new Error(`Failed to get '${name}' path`)
    return path
  }
  setPath(name: string, path: string): void {
    if (!isAbsolute(path)) throw new Error('Path must be absolute')
    mkdirSync(path, { recursive: true })
    this.#paths.set(name, path)
  }
  requestSingleInstanceLock(): boolean {
    return takeInstanceLock(this.getPath('userData'), (argv, cwd) => {
      this.emit('second-instance', {}, argv, cwd, undefined)
    })
  }
  /** `STAND_IN_LANGUAGES=de-AT,en` simulates a computer with these preferred languages. */
  getPreferredSystemLanguages(): string[] {
    return (process.env['STAND_IN_LANGUAGES'] ?? 'en-GB').split(',')
  }
  setAsDefaultProtocolClient(_scheme: string): boolean {
    // The stand-in never changes the default programs of this computer.
    return true
  }
  setAppUserModelId(_id: string): void {
    // No effect: a name for the Windows taskbar.
  }
  /**
   * Electron also removes `--no-sandbox` from the command line. On Linux the zygote has started without a sandbox by
   * then, and no renderer of it can start (`shell/browser/api/electron_api_app.cc`, `EnableSandbox`).
   */
  enableSandbox(): void {
    if (this.#isReady) throw new Error('app.enableSandbox() can only be called before app is ready')
    this.canRender = !process.argv.includes('--no-sandbox')
  }
  quit(): void {
    const event = preventable({})
    this.emit('before-quit', event)
    if (!event.defaultPrevented) this.exit(0)
  }
  exit(code = 0): void {
    this.emit('quit', {}, code)
    process.exit(code)
  }
}
