import type { IpcMain, IpcMainInvokeEvent } from 'electron'
import { type Static, type TSchema, Type } from 'typebox'
import { Check } from 'typebox/value'
import {
  type AppInfo,
  IPC,
  OpenDashboardArgs,
  type Preferences,
  PreferencesChange,
  QuitArgs,
  ResizeArgs,
  StartServerArgs,
} from '../../../shared/ipc.ts'
import type { Signalbox } from '../../base/signalbox.ts'
import type { Log } from '../log.ts'
import type { Quit } from '../quit.ts'

/** Our windows: the status page (in the popover or a plain window) and the dashboard. */
export type WindowRole = 'status' | 'dashboard'

export interface IpcDeps {
  ipcMain: Pick<IpcMain, 'handle'>
  /** Window that a message comes from; undefined for any other sender. */
  senderOf: (event: IpcMainInvokeEvent) => WindowRole | undefined
  signalbox: Signalbox
  quit: Quit
  appInfo: () => AppInfo
  hide: () => void
  resize: (height: number) => void
  openDashboard: (path?: string) => void
  changePreferences: (change: PreferencesChange) => Preferences
  log: Log
}

/**
 * Handles the pages' IPC. Threat: text from a model or a tool runs script in a page. So every call is checked for its
 * sender and its payload, and no handler can do more than the buttons can.
 */
export function handleIpc(deps: IpcDeps): void {
  const { signalbox, quit } = deps
  const both = ['status', 'dashboard'] as const
  const status = ['status'] as const
  const none = Type.Optional(Type.Undefined())
  const handle = <Args extends TSchema>(channel: string, rule: Rule<Args>, run: Run<Args>) =>
    register(deps, channel, rule, run)
  handle(IPC.appInfo, { from: both, takes: none }, () => deps.appInfo())
  handle(IPC.hideWindow, { from: status, takes: none }, () => deps.hide())
  handle(IPC.resizeWindow, { from: status, takes: ResizeArgs }, ({ height }) => deps.resize(height))
  handle(IPC.openDashboard, { from: status, takes: OpenDashboardArgs }, ({ path }) =>
    deps.openDashboard(path),
  )
  handle(IPC.preferences, { from: both, takes: PreferencesChange }, deps.changePreferences)
  handle(IPC.quit, { from: both, takes: QuitArgs }, ({ when }) =>
    when === 'now' ? quit.now() : quit.whenIdle('quit'),
  )
  handle(IPC.startServer, { from: both, takes: StartServerArgs }, async (args) => {
    await signalbox.start(args)
  })
}

interface Rule<Args extends TSchema> {
  from: readonly WindowRole[]
  takes: Args
}
type Run<Args extends TSchema> = (args: Static<Args>) => unknown

function register<Args extends TSchema>(
  { ipcMain, senderOf, log }: IpcDeps,
  channel: string,
  { from, takes }: Rule<Args>,
  run: Run<Args>,
): void {
  ipcMain.handle(channel, async (event, args: unknown) => {
    const sender = senderOf(event)
    if (sender === undefined || !from.includes(sender)) {
      log.warn({ channel, url: event.senderFrame?.url }, 'IPC call refused')
      throw new Error('Refused')
    }
    if (!Check(takes, args)) throw new Error('Malformed arguments')
    try {
      return await run(args)
    } catch (error) {
      log.error({ channel, err: error }, 'IPC call failed')
      // Only this text reaches the page; the cause may hold paths and addresses and stays in the main process.
      throw new Error('Failed', { cause: error })
    }
  })
}
