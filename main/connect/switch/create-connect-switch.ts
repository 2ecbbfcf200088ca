import { createMutex, type Mutex } from '../../base/mutex.ts'
import { dirname } from 'node:path'
import type { ConnectRequest, DisconnectResponse } from '../../../shared/connection.ts'
import { AppError } from '../../../shared/errors.ts'
import { readSettingsFile } from '../files/read-settings-file.ts'
import { sweep } from '../files/sweep.ts'
import { dropStaleLock } from '../../base/folder-lock.ts'
import { findSessions } from '../find-sessions.ts'
import type { ConnectSwitchDeps } from './deps.ts'
import { keepCopy } from './keep-copy.ts'
import { type Leave, switchOff, tellSessions } from './switch-off.ts'
import { switchOn } from './switch-on.ts'

/** What a disconnect could not put back. */
export type Off = Pick<DisconnectResponse, 'left' | 'keptCopy'>

/** The switch itself. Its methods do not wait for each other; `runExclusive` does that. */
export interface ConnectSwitch {
  /** Where we listen, or would. */
  address: () => string
  isListening: () => boolean
  /** undefined: we do not listen any more. */
  listenAt: (baseUrl: string | undefined) => void
  runExclusive: Mutex['runExclusive']
  on: (wish: ConnectRequest) => Promise<void>
  /** Returns the variables that were left alone. While sessions are being told, the rest comes later: see `settled`. */
  off: (how: Leave['how']) => Promise<Off>
  /** Resolves when no change is under way. Sessions that are being told are none. */
  idle: () => Promise<void>
  settled: () => Promise<void>
  /** Removes what a killed Signalbox left beside the files. */
  tidy: () => Promise<void>
}

export function createConnectSwitch(deps: ConnectSwitchDeps): ConnectSwitch {
  /** Where we listen; undefined while we do not. */
  let url: string | undefined
  /** Changes wait for each other. */
  const { runExclusive, idle } = createMutex()
  /** The second half of a disconnect; aborted when somebody connects before it. */
  let release: { done: Promise<void>; cancel: AbortController } | undefined

  const address = () => url ?? deps.configuredUrl

  async function on(wish: ConnectRequest): Promise<void> {
    if (url === undefined) throw new AppError('server_not_running')
    const baseUrl = url
    release?.cancel.abort()
    const record = await deps.record.read()
    // Claude Code has moved to another folder meanwhile.
    if (record.connection !== null && record.connection.path !== deps.files.settings) {
      await switchOff(deps, { baseUrl, how: 'forgotten', oldSessions: false })
    }
    const { toolSearch = record.toolSearch, restoreOnQuit = record.restoreOnQuit } = wish
    // A start brings back what the user agreed to once.
    const { repair = record.connection?.unrepaired !== undefined } = wish
    await switchOn(deps, { baseUrl, toolSearch, restoreOnQuit, repair })
    deps.log.info({ settings: deps.files.settings, baseUrl }, 'Claude Code is connected')
  }

  async function off(how: Leave['how']): Promise<Off> {
    const leave = { baseUrl: address(), how }
    release?.cancel.abort()
    const sessions = await findSessions(deps.fs, deps.files)
    // One that was started with an address of its own would lose it: it is not ours to take.
    const all = sessions.length > 0 && sessions.every(({ startedWith }) => startedWith === undefined)
    if (all && (await tellSessions(deps, leave))) {
      const cancel = new AbortController()
      release = { cancel, done: finish(leave, cancel.signal) }
      return { left: [] }
    }
    return finishOff({ ...leave, oldSessions: sessions.length > 0 })
  }

  async function finish(leave: Omit<Leave, 'oldSessions'>, signal: AbortSignal): Promise<void> {
    try {
      await deps.waitForSessions(signal)
      await runExclusive(async () => {
        if (!signal.aborted) await finishOff({ ...leave, oldSessions: false })
      })
    } catch (error) {
      if (!signal.aborted) deps.log.warn({ err: error }, 'the settings could not be taken back whole')
    }
  }

  async function finishOff(leave: Leave): Promise<Off> {
    const { left, lost } = await switchOff(deps, leave)
    const keptCopy = lost === undefined ? undefined : await keepCopy(deps, lost)
    deps.log.info({ settings: deps.files.settings, left, keptCopy }, 'Claude Code is disconnected')
    return { left, ...(keptCopy !== undefined && { keptCopy }) }
  }

  return {
    address,
    isListening: () => url !== undefined,
    listenAt(baseUrl) {
      url = baseUrl
    },
    runExclusive,
    on,
    off,
    async tidy() {
      const { target } = await readSettingsFile(deps.fs, deps.files.settings)
      await dropStaleLock(deps.fs, dirname(target))
      for (const folder of [dirname(target), deps.dataDir]) await sweep(deps.fs, folder)
    },
    idle,
    async settled() {
      await idle()
      await release?.done
    },
  }
}
