import { throttle } from '../../base/throttle.ts'
import type { ServerResponse } from 'node:http'
import { cleanPath, splitTarget } from '../../../shared/clean-target.ts'
import type { StartedRequest } from '../../../shared/request-stages.ts'
import type { EventData, EventName } from '../../../shared/events.ts'
import { SECURITY_HEADERS } from '../../../shared/security-headers.ts'
import type { Livez } from '../../../shared/livez.ts'
import type { RequestLogSource } from '../../base/request-log-source.ts'
import { createEventClient, type EventClient } from './create-event-client.ts'
import { createKeptRequests } from './create-kept-requests.ts'

/**
 * A person has a few windows; more is a mistake.
 *
 * @internal exported for its test
 */
export const MAX_CLIENTS = 32
/** Four times a second at most. In ms. */
const LIVEZ_EVERY = 250
/** How often a silent stream says that it is there, in ms. */
const BEAT_EVERY = 15_000
/** What a browser waits before it comes back, in ms. */
const RETRY = 2_000

export interface EventHubDeps {
  livez: () => Livez
  /** Subscribes to whatever changes `livez`. Returns the unsubscriber. */
  onLivez: (listener: () => void) => () => void
  onSettings: (listener: () => void) => () => void
  log: Pick<RequestLogSource, 'json' | 'onKept'>
  /** For tests. */
  beatEveryMs?: number
}

export interface EventHub {
  /** Writes events until the client goes. False where there are too many; then nothing was written. */
  attach: (res: ServerResponse) => boolean
  opened: (request: StartedRequest) => void
  /** Ends every stream, for good. */
  close: () => void
}

/**
 * Tells every open dashboard what happens, as server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html).
 * An event is written once for all; nobody waits for a listener, and without one nothing is asked or written.
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
  const kept = createKeptRequests({
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
    deps.log.onKept(kept),
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
  // nginx would collect events before it passes them on.
  'x-accel-buffering': 'no',
}

/** JSON has no line breaks of its own, so that one `data` line is enough. */
function format<Name extends EventName>(name: Name, data: EventData<Name>): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`
}
