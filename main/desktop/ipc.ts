import type { IpcMain, IpcMainInvokeEvent } from 'electron'
import { type Static, type TSchema, Type } from 'typebox'
import { Value } from 'typebox/value'
import { type AppInfo, IPC, QuitArgs, ResizeArgs, StartServerArgs } from '../../shared/ipc.ts'
import type { Core } from '../server/core.ts'
import type { Log } from './log.ts'
import type { Quit } from './quit.ts'

export interface IpcDeps {
  ipcMain: Pick<IpcMain, 'handle'>
  trusts: (event: IpcMainInvokeEvent) => boolean
  core: Core
  quit: Quit
  appInfo: () => AppInfo
  hide: () => void
  resize: (height: number) => void
  log: Log
}

/**
 * Answers the pages' IPC. The threat: text from a model or a tool gets script to run in a page. So every call
 * is checked for who sent it and for what it carries, and nothing here can do more than the buttons can.
 */
export function handleIpc(deps: IpcDeps): void {
  const { core, quit } = deps
  const none = Type.Optional(Type.Undefined())
  handle(deps, IPC.appInfo, none, () => deps.appInfo())
  handle(deps, IPC.hideWindow, none, () => deps.hide())
  handle(deps, IPC.resizeWindow, ResizeArgs, ({ height }) => deps.resize(height))
  handle(deps, IPC.quit, QuitArgs, ({ when }) => (when === 'now' ? quit.now() : quit.whenIdle('quit')))
  handle(deps, IPC.startServer, StartServerArgs, async (args) => {
    await core.start(args)
  })
}

function handle<Args extends TSchema>(
  { ipcMain, trusts, log }: IpcDeps,
  channel: string,
  schema: Args,
  run: (args: Static<Args>) => unknown,
): void {
  ipcMain.handle(channel, async (event, args: unknown) => {
    if (!trusts(event)) {
      log.warn({ channel, url: event.senderFrame?.url }, 'ipc refused')
      throw new Error('Refused')
    }
    if (!Value.Check(schema, args)) throw new Error('Malformed arguments')
    try {
      return await run(args)
    } catch (error) {
      log.error({ channel, err: error }, 'ipc failed')
      // Only this text reaches the page: the cause may hold paths and addresses, and Electron keeps it here.
      throw new Error('Failed', { cause: error })
    }
  })
}
