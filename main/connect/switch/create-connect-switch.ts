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

/** Values that a disconnect could not restore. */
export type Off = Pick<DisconnectResponse, 'left' | 'keptCopy'>

/** Low-level connect and disconnect. Calls are not serialized; use `runExclusive`. */
export interface ConnectSwitch {
  /** The address we listen at, or would listen at. */
  address: () => string
  isListening: () => boolean
  /** undefined when we stop listening. */
  listenAt: (baseUrl: string | undefined) => void
  runExclusive: Mutex['runExclusive']
  on: (wish: ConnectRequest) => Promise<void>
  /** Returns the variables that were kept. While sessions are being notified, the rest follows later: see `settled`. */
  off: (how: Leave['how']) => Promise<Off>
  /** Like `off`, without notifying sessions: they end with the system. */
  offAtOnce: (how: Leave['how']) => Promise<Off>
  /** Resolves when no change is in progress. Notifying sessions does not count. */
  idle: () => Promise<void>
  settled: () => Promise<void>
  /** Removes files that a killed Signalbox left behind. */
  tidy: () => Promise<void>
}

export function createConnectSwitch(deps: ConnectSwitchDeps): ConnectSwitch {
  /** The address we listen at; undefined while not listening. */
  let url: string | undefined
  /** Serializes changes. */
  const { runExclusive, idle } = createMutex()
  /** The second half of a disconnect; aborted by a connect that comes first. */
  let release: { done: Promise<void>; cancel: AbortController } | undefined

  const address = () => url ?? deps.configuredUrl

  async function on(wish: ConnectRequest): Promise<void> {
    if (url === undefined) throw new AppError('server_not_running')
    const baseUrl = url
    release?.cancel.abort()
    const record = await deps.record.read()
    // Claude Code has moved to another configuration folder since.
    if (record.connection !== null && record.connection.path !== deps.files.settings) {
      await switchOff(deps, { baseUrl, how: 'forgotten', oldSessions: false })
    }
    const { toolSearch = record.toolSearch, restoreOnQuit = record.restoreOnQuit } = wish
    const { statusLine = record.statusLine ?? false } = wish
    // A start reuses the consent that the user gave earlier.
    const { repair = record.connection?.unrepaired !== undefined } = wish
    await switchOn(deps, { baseUrl, toolSearch, statusLine, restoreOnQuit, repair })
    deps.log.info({ settings: deps.files.settings, baseUrl }, 'Claude Code connected')
  }

  async function off(how: Leave['how']): Promise<Off> {
    const leave = { baseUrl: address(), how }
    release?.cancel.abort()
    const sessions = await findSessions(deps.fs, deps.files)
    // A session started with its own address would lose it, and that address is not ours to remove.
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
      if (!signal.aborted) deps.log.warn({ err: error }, 'failed to restore Claude Code settings completely')
    }
  }

  async function finishOff(leave: Leave): Promise<Off> {
    const { left, lost } = await switchOff(deps, leave)
    const keptCopy = lost === undefined ? undefined : await keepCopy(deps, lost)
    deps.log.info({ settings: deps.files.settings, left, keptCopy }, 'Claude Code disconnected')
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
    offAtOnce: (how) => finishOff({ baseUrl: address(), how, oldSessions: false }),
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
