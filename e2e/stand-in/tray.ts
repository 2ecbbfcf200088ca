import { EventEmitter } from 'node:events'
import { existsSync } from 'node:fs'
import type { StandInMenu } from './menu.ts'

/** An invisible icon. `observe-tray.cjs` records its state, as in Electron. */
export class StandInTray
  extends EventEmitter
  implements
    Pick<
      Electron.Tray,
      | 'destroy'
      | 'getBounds'
      | 'isDestroyed'
      | 'setIgnoreDoubleClickEvents'
      | 'setImage'
      | 'setToolTip'
      | 'focus'
    >
{
  #destroyed = false

  constructor(image: string, _guid?: string) {
    super()
    this.setImage(image)
  }
  setImage(image: Electron.NativeImage | string): void {
    if (typeof image !== 'string') throw new TypeError('The stand-in takes paths of images only')
    if (!existsSync(image)) throw new Error(`Failed to load image from path '${image}'`)
  }
  setToolTip(_text: string): void {
    // Recorded by the observer.
  }
  setContextMenu(_menu: StandInMenu | null): void {
    // Recorded by the observer.
  }
  /** On macOS it returns when the menu is closed, which no test does. The observer answers it. */
  popUpContextMenu(_menu?: StandInMenu, _position?: Electron.Point): void {
    throw new Error('A native menu would block here')
  }
  setIgnoreDoubleClickEvents(_ignore: boolean): void {
    // No effect: tests click one at a time.
  }
  focus(): void {
    // No effect: the keyboard focus is never in this tray.
  }
  /** At the right end of the panel. */
  getBounds(): Electron.Rectangle {
    return { x: 1880, y: 1046, width: 24, height: 24 }
  }
  isDestroyed(): boolean {
    return this.#destroyed
  }
  destroy(): void {
    this.#destroyed = true
  }
}
