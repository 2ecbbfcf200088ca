import { type Static, Type } from 'typebox'
import { LanguageChoice } from '../../../shared/choose-language.ts'

/** Where a window was, in screen coordinates. */
export const WindowPlace = Type.Object({
  x: Type.Integer(),
  y: Type.Integer(),
  width: Type.Integer({ minimum: 100, maximum: 20_000 }),
  height: Type.Integer({ minimum: 100, maximum: 20_000 }),
  maximized: Type.Boolean(),
})
export type WindowPlace = Static<typeof WindowPlace>

/** What the desktop remembers, in `desktop.json` in the data folder. */
export const DesktopState = Type.Object({
  notifications: Type.Boolean(),
  /** Electron accelerator. */
  shortcut: Type.Union([Type.String(), Type.Null()]),
  language: LanguageChoice,
  /** Where the dashboard was, by the id of its display. */
  dashboard: Type.Record(Type.String(), WindowPlace),
  /** The reset, in unix seconds, of each window whose limit the user was told of; by its name and its reset. */
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
