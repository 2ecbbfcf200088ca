import { type Static, Type } from 'typebox'
import { Language, LanguageChoice } from './choose-language.ts'
import { StartFailure } from './health.ts'
import { Verdict } from './verdict.ts'

/** State of the proxy server for the desktop shell. */
export const ServerState = Type.Union([
  Type.Object({ state: Type.Literal('starting') }),
  Type.Object({ state: Type.Literal('running'), baseUrl: Type.String() }),
  Type.Object({ state: Type.Literal('stopped') }),
  Type.Object({ state: Type.Literal('failed'), failure: StartFailure }),
])
export type ServerState = Static<typeof ServerState>

export const AppInfo = Type.Object({
  version: Type.String(),
  platform: Type.String(),
  server: ServerState,
  /** Overall state of the program, also if the server could not start. */
  verdict: Type.Optional(Verdict),
  /** True once the user chose to quit when idle. */
  quitting: Type.Boolean(),
  /** Language of the native menu, which the pages follow. */
  language: Language,
})
export type AppInfo = Static<typeof AppInfo>

/** All IPC channels. They cover only what HTTP cannot: windows, the app itself, and a server that is not running. */
export const IPC = {
  /** renderer → main → AppInfo */
  appInfo: 'app:info',
  /** main → renderer, AppInfo */
  appInfoChanged: 'app:info-changed',
  /** renderer → main, { port?: number }: start or restart the proxy, on another port if one is given */
  startServer: 'server:start',
  /** renderer → main, { when: 'idle' | 'now' } */
  quit: 'app:quit',
  /** renderer → main: hide the popover */
  hideWindow: 'window:hide',
  /** renderer → main, { height: number } in CSS pixels: the popover grows with its content */
  resizeWindow: 'window:resize',
  /** renderer → main, { path?: string }: show the dashboard, at the given page */
  openDashboard: 'window:dashboard',
  /**
   * renderer → main, PreferencesChange → Preferences: change the desktop preferences; an empty change only reads them
   */
  preferences: 'app:preferences',
} as const

export const StartServerArgs = Type.Object({
  port: Type.Optional(Type.Integer({ minimum: 1, maximum: 65535 })),
})
export type StartServerArgs = Static<typeof StartServerArgs>

export const QuitArgs = Type.Object({ when: Type.Union([Type.Literal('idle'), Type.Literal('now')]) })
export type QuitArgs = Static<typeof QuitArgs>

export const ResizeArgs = Type.Object({ height: Type.Integer({ minimum: 100, maximum: 2000 }) })
export type ResizeArgs = Static<typeof ResizeArgs>

export const OpenDashboardArgs = Type.Object({
  /** Fragment of the dashboard's address, after the `#`: `/requests/4f2a`. */
  path: Type.Optional(Type.String({ pattern: '^/[A-Za-z0-9/_.~?=&%-]{0,300}$' })),
})
export type OpenDashboardArgs = Static<typeof OpenDashboardArgs>

/**
 * `unavailable`: not in this build or on this system. `needs-approval`: the user must allow it in the macOS settings.
 */
export const LaunchAtLogin = Type.Union([
  Type.Literal('on'),
  Type.Literal('off'),
  Type.Literal('needs-approval'),
  Type.Literal('unavailable'),
])
export type LaunchAtLogin = Static<typeof LaunchAtLogin>

/** Settings of the desktop app, as opposed to the proxy's. */
export const Preferences = Type.Object({
  launchAtLogin: LaunchAtLogin,
  notifications: Type.Boolean(),
  /** An Electron accelerator that shows and hides the status; null if there is none. */
  shortcut: Type.Union([Type.String(), Type.Null()]),
  language: LanguageChoice,
})
export type Preferences = Static<typeof Preferences>

export const PreferencesChange = Type.Object(
  {
    launchAtLogin: Type.Optional(Type.Boolean()),
    notifications: Type.Optional(Type.Boolean()),
    /** If the system refuses it, the previous one is kept. */
    shortcut: Type.Optional(Type.Union([Type.String({ pattern: '^[ -~]{1,64}$' }), Type.Null()])),
    language: Type.Optional(LanguageChoice),
  },
  { additionalProperties: false },
)
export type PreferencesChange = Static<typeof PreferencesChange>

/** Exposed by the preload as `window.signalbox`. Absent when the page is opened in a browser. */
export interface SignalboxBridge {
  appInfo: () => Promise<AppInfo>
  /** Returns the unsubscribe function. */
  onAppInfo: (listener: (info: AppInfo) => void) => () => void
  startServer: (args: StartServerArgs) => Promise<void>
  quit: (args: QuitArgs) => Promise<void>
  hideWindow: () => Promise<void>
  resizeWindow: (args: ResizeArgs) => Promise<void>
  openDashboard: (args: OpenDashboardArgs) => Promise<void>
  /** Resolves with the resulting preferences: a refused shortcut leaves the old one in place. */
  preferences: (change: PreferencesChange) => Promise<Preferences>
}
