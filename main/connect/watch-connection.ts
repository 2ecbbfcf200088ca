import type { Connection, ConnectionState } from '../../shared/connection.ts'
import { createListeners } from '../base/listeners.ts'
import type { Connector } from './create-connector.ts'

/**
 * Maximum age of a check while it is being read, in ms, for changes that a file watcher cannot see: in a project, on a
 * network drive, in managed settings.
 */
const MAX_AGE = 60_000
/** Poll interval without readers, in ms. Each check reads some twenty files. */
const EVERY = 300_000
/** Minimum interval between reads, however many requests arrive or files change. In ms. */
const PAUSE = 5_000

export interface SeenConnection {
  state: ConnectionState
  /** The address in the settings; null if none is set. */
  address: string | null
  /** `/v1` requests received since the state last changed. */
  requests: number
}

export interface ConnectionWatch {
  /** The connection as of the last check; undefined before the first. */
  read: () => SeenConnection | undefined
  /** Call at each reading of the connection: checks again if the last check is old. Returns at once. */
  look: () => void
  /** The same connector; its results also update this watch. */
  connector: Connector
  /** Counts a request. Reads no files: if a shell sets the address, every request would trigger a read. */
  requestCame: () => void
  start: () => void
  stop: () => void
  onChange: (listener: () => void) => () => void
}

export interface ConnectionWatchDeps {
  connector: Connector
  /** Calls back when the user's settings change. Returns an unsubscribe function. */
  watchFiles: (onChange: () => void) => () => void
  /** Monotonic, in ms. */
  now: () => number
}

/** Caches the state of the connection, so that readers trigger no file access. */
export function watchConnection({ connector, watchFiles, now }: ConnectionWatchDeps): ConnectionWatch {
  const listeners = createListeners()
  let seen: Pick<SeenConnection, 'state' | 'address'> | undefined
  let requests = 0
  let lookedAt = -Infinity
  let soon: NodeJS.Timeout | undefined
  let end: (() => void) | undefined

  function note<Told extends Connection>(connection: Told): Told {
    const next = { state: connection.state, address: connection.currentUrl }
    if (next.state === seen?.state && next.address === seen.address) return connection
    if (next.state !== seen?.state) requests = 0
    seen = next
    listeners.notify()
    return connection
  }
  /** Checks now, or at the end of the pause. */
  function look(): void {
    if (end === undefined || soon !== undefined) return
    const wait = Math.max(0, lookedAt + PAUSE - now())
    soon = setTimeout(() => {
      soon = undefined
      lookedAt = now()
      // Keep the last state if the check fails.
      connector.read().then(note, () => undefined)
    }, wait).unref()
  }
  const refreshed = async (act: Promise<void>): Promise<void> => {
    await act
    lookedAt = -Infinity
    look()
  }

  return {
    read: () => seen && { ...seen, requests },
    connector: {
      ...connector,
      read: async (question) => note(await connector.read(question)),
      connect: async (request) => note(await connector.connect(request)),
      async disconnect() {
        const response = await connector.disconnect()
        note(response.connection)
        return response
      },
      listening: (baseUrl) => refreshed(connector.listening(baseUrl)),
    },
    look() {
      if (now() - lookedAt >= MAX_AGE) look()
    },
    requestCame() {
      requests++
    },
    start() {
      if (end !== undefined) return
      const timer = setInterval(look, EVERY).unref()
      const unwatch = watchFiles(look)
      end = () => {
        clearInterval(timer)
        clearTimeout(soon)
        unwatch()
      }
      look()
    },
    stop: () => end?.(),
    onChange: listeners.add,
  }
}
