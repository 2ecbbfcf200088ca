import { throttle } from '../../base/throttle.ts'
import type { ServerResponse } from 'node:http'
import { cleanPath, splitTarget } from '../../../shared/clean-target.ts'
import type { StartedRequest } from '../../../shared/request-stages.ts'
import type { EventData, EventName } from '../../../shared/events.ts'
import { SECURITY_HEADERS } from '../../../shared/security-headers.ts'
import type { Livez } from '../../../shared/livez.ts'
import type { RequestLogSource } from '../../base/request-log-source.ts'
import { createEventClient, type EventClient } from './create-event-client.ts'
import { createStoredRequests } from './create-stored-requests.ts'

/**
 * Maximum number of event streams; a user has a few windows open.
 *
 * @internal exported for its test
 */
export const MAX_CLIENTS = 32
/** Minimum interval between `livez` events, in ms. */
const LIVEZ_EVERY = 250
/** Heartbeat interval of a silent stream, in ms. */
const BEAT_EVERY = 15_000
/** Reconnection delay sent to browsers, in ms. */
const RETRY = 2_000

export interface EventHubDeps {
  livez: () => Livez
  /** Subscribes to every change of `livez`. Returns the unsubscriber. */
  onLivez: (listener: () => void) => () => void
  onSettings: (listener: () => void) => () => void
  log: Pick<RequestLogSource, 'json' | 'onStored'>
  /** For tests. */
  beatEveryMs?: number
}

export interface EventHub {
  /** Writes events until the client disconnects. Returns false, without writing, when there are too many clients. */
  attach: (res: ServerResponse) => boolean
  opened: (request: StartedRequest) => void
  /** Ends every stream permanently. */
  close: () => void
}

/**
 * Sends server-sent events to every open dashboard (https://html.spec.whatwg.org/multipage/server-sent-events.html).
 * Each event is serialized once for all clients. Slow clients delay nothing, and without clients nothing is computed.
 */
export function createEventHub(deps: EventHubDeps): EventHub {
  const clients = new Set<EventClient>()
  let beat: NodeJS.Timeout | undefined
  let closed = false

  function broadcast<Name extends EventName>(name: Name, data: EventData<Name>): void {
    if (clients.size === 0) return
    const text = format(name, data)
    for (const client of clients) client.send(text)
  }
  const stored = createStoredRequests({
    log: deps.log,
    isWanted: () => clients.size > 0,
    onRequest: (request) => broadcast('request', request),
    onMissed: () => broadcast('missed', {}),
  })
  const sendLivez = throttle(LIVEZ_EVERY, () => {
    if (clients.size > 0) broadcast('livez', deps.livez())
  })
  const subscriptions = [
    deps.onLivez(() => {
      if (clients.size > 0) sendLivez()
    }),
    deps.onSettings(() => broadcast('settings', {})),
    deps.log.onStored(stored),
  ]

  function forget(client: EventClient): void {
    clients.delete(client)
    if (clients.size > 0) return
    clearInterval(beat)
    beat = undefined
  }

  return {
    attach(res) {
      if (closed || clients.size >= MAX_CLIENTS) return false
      res.writeHead(200, HEADERS)
      const client = createEventClient(res)
      clients.add(client)
      res.once('close', () => forget(client))
      beat ??= setInterval(() => clients.forEach((one) => one.beat()), deps.beatEveryMs ?? BEAT_EVERY).unref()
      client.send(`retry: ${RETRY}\n\n${format('livez', deps.livez())}`)
      return true
    },
    opened({ requestId, startedAt, method, target }) {
      if (clients.size === 0) return
      const endpoint = cleanPath(splitTarget(target).path)
      broadcast('request-opened', {
        requestId,
        timestamp: new Date(startedAt).toISOString(),
        method,
        endpoint,
      })
    },
    close() {
      closed = true
      for (const end of subscriptions) end()
      for (const client of clients) client.end()
    },
  }
}

const HEADERS = {
  ...SECURITY_HEADERS,
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-store, no-transform',
  // Disables buffering in nginx.
  'x-accel-buffering': 'no',
}

/** Serialized JSON has no line breaks, so one `data` line is enough. */
function format<Name extends EventName>(name: Name, data: EventData<Name>): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`
}
