import { createMutex } from '../../base/mutex.ts'
import { setImmediate, setTimeout } from 'node:timers/promises'
import type { ServerState, StartServerArgs } from '../../../shared/ipc.ts'
import { replyError } from '../errors.ts'
import type { HttpApp } from '../create-server.ts'
import { listen, type Listener } from './listen.ts'
import type { Logger } from '../../logging/logger.ts'
import { startFailure } from './start-failure.ts'

/** Time for a closing server to keep answering on open connections, so that no request is reset. In ms. */
const CLOSING_GRACE = 80

export interface ServerLifecycle {
  start: (options?: StartServerArgs) => Promise<ServerState>
  stop: () => Promise<void>
  state: () => ServerState
  /** True from the moment a stop begins to cut open connections until the next start listens. */
  isClosing: () => boolean
}

export interface ServerLifecycleDeps {
  app: HttpApp
  host: string
  /** Addresses to listen on. */
  listenOn: readonly string[]
  /** The configured port. */
  port: number
  log: Logger
  newId: () => string
  /** Called with the actual port before the first request can arrive. */
  onListening: (port: number) => void
  /** Called for each accepted connection. */
  onAccepted: () => void
  onChange: () => void
}

/** Owns the listener: starts it, explains a failed start, and closes it. */
export function createServerLifecycle(deps: ServerLifecycleDeps): ServerLifecycle {
  let state: ServerState = { state: 'stopped' }
  let listener: Listener | undefined
  /** While true, requests on open connections are refused. */
  let closing = false
  /** Serializes starts and stops: a concurrent start would find the port taken by ourselves. */
  const { runExclusive } = createMutex()

  function enter(next: ServerState): ServerState {
    state = next
    deps.onChange()
    return next
  }

  async function stop(): Promise<void> {
    const open = listener
    if (open === undefined) return
    listener = undefined
    closing = true
    await open.stopAccepting()
    await setTimeout(CLOSING_GRACE)
    // One more turn of the event loop reads, and answers, what has already arrived.
    await setImmediate()
    await open.destroy()
    enter({ state: 'stopped' })
  }

  async function start({ port = deps.port }: StartServerArgs): Promise<ServerState> {
    await stop()
    enter({ state: 'starting' })
    closing = false
    try {
      listener = await listen({
        families: deps.listenOn,
        port,
        onRequest: (req, res) =>
          closing ? replyError(res, 'draining', deps.newId()) : deps.app.onRequest(req, res),
        onCrowded: deps.app.onCrowded,
        onAccepted: deps.onAccepted,
        newId: deps.newId,
      })
    } catch (error) {
      const failure = await startFailure(error, { host: deps.host, port })
      deps.log.error({ ...failure.details }, failure.error)
      return enter({ state: 'failed', failure })
    }
    deps.onListening(listener.port)
    deps.log.info({ port: listener.port }, 'listening')
    return enter({ state: 'running', baseUrl: `http://${deps.host}:${listener.port}` })
  }

  return {
    start: (options = {}) => runExclusive(() => start(options)),
    stop: () => runExclusive(stop),
    state: () => state,
    isClosing: () => closing,
  }
}
