import type { Connection, ConnectionState } from '../../shared/connection.ts'
import { createListeners } from '../base/listeners.ts'
import type { Connector } from './create-connector.ts'

/** Settings can change where no watch sees it: in a project, on a network drive, for the whole machine. In ms. */
const EVERY = 60_000
/** However many requests come in or files change, the files are read no more often. In ms. */
const PAUSE = 5_000

export interface SeenConnection {
  state: ConnectionState
  /** The address in the settings; null where there is none. */
  address: string | null
  /** `/v1` requests that came in since the state is so. */
  requests: number
}

export interface ConnectionWatch {
  /** How Claude Code was connected when it was last looked at; undefined before. */
  read: () => SeenConnection | undefined
  /** The same connector; whatever it tells anybody is noted here. */
  connector: Connector
  /** Counts a request. Reads nothing: with a shell that sets the address, each one would come unexpected. */
  requestCame: () => void
  start: () => void
  stop: () => void
  onChange: (listener: () => void) => () => void
}

export interface ConnectionWatchDeps {
  connector: Connector
  /** Calls back when the user's settings change. Returns the function that ends it. */
  watchFiles: (onChange: () => void) => () => void
  /** Monotonic, in ms. */
  now: () => number
}

/** Knows how Claude Code is connected without reading a file for whoever asks. */
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
  /** Now, or as soon as the pause is over. */
  function look(): void {
    if (end === undefined || soon !== undefined) return
    const wait = Math.max(0, lookedAt + PAUSE - now())
    soon = setTimeout(() => {
      soon = undefined
      lookedAt = now()
      // What cannot be looked at stays as it was.
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
