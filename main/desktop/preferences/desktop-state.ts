import { type Static, Type } from 'typebox'
import { LanguageChoice } from '../../../shared/choose-language.ts'

/** Position of a window, in screen coordinates. */
export const WindowPlace = Type.Object({
  x: Type.Integer(),
  y: Type.Integer(),
  width: Type.Integer({ minimum: 100, maximum: 20_000 }),
  height: Type.Integer({ minimum: 100, maximum: 20_000 }),
  maximized: Type.Boolean(),
})
export type WindowPlace = Static<typeof WindowPlace>

/** The desktop app's state, stored as `desktop.json` in the data folder. */
export const DesktopState = Type.Object({
  notifications: Type.Boolean(),
  /** Electron accelerator. */
  shortcut: Type.Union([Type.String(), Type.Null()]),
  language: LanguageChoice,
  /** Dashboard position by display id. */
  dashboard: Type.Record(Type.String(), WindowPlace),
  /** Limits already reported, see `limit-notices.ts`. */
  toldLimits: Type.Record(Type.String(), Type.String()),
})
export type DesktopState = Static<typeof DesktopState>

export const FIRST_STATE: DesktopState = {
  notifications: true,
  shortcut: null,
  language: 'system',
  dashboard: {},
  toldLimits: {},
}
