import { Check } from 'typebox/value'
import type { EventName } from '../../../shared/events.ts'
import { Livez } from '../../../shared/livez.ts'
import { RequestSummaries, RequestSummary } from '../../../shared/request-log.ts'
import type { Api } from '../../api/api.ts'

export interface FeedState {
  /** `polling`: the server does not push, so the client polls. */
  link: 'connecting' | 'pushed' | 'polling'
  /** The newest finished requests, newest first. */
  finished: readonly RequestSummary[]
  /** True once the server has sent its finished requests. Until then, an empty list means unknown. */
  known: boolean
  /** Incremented when a request starts or ends. */
  heard: number
}

/** Server events, received from the first subscriber until the last unsubscribes. */
export interface LiveFeed {
  read: () => FeedState
  subscribe: (listener: () => void) => () => void
}

export interface LiveFeedDeps {
  api: Api
  /** Opens `/api/events`. */
  open: () => EventSource
  onLivez: (livez: Livez) => void
  /** Called when settings change, here or elsewhere. */
  onSettings: () => void
  /** Overridden in tests. */
  pollMs?: number
}

/** @internal exported for its test */
export const MAX_FINISHED = 200
const POLL_MS = 3_000
/** Minimum interval between notifications in ms: each one re-renders a table. */
const NOTIFY_MS = 200

/** Subscribes to `/api/events` while there are listeners; polls every 3 s if the server does not push. */
export function createLiveFeed({ api, open, onLivez, onSettings, pollMs = POLL_MS }: LiveFeedDeps): LiveFeed {
  const listeners = new Set<() => void>()
  let state: FeedState = { link: 'connecting', finished: [], known: false, heard: 0 }
  let source: EventSource | undefined
  let poll: ReturnType<typeof setInterval> | undefined
  let notice: ReturnType<typeof setTimeout> | undefined

  function change(next: Partial<FeedState>): void {
    state = { ...state, ...next }
    notice ??= setTimeout(() => {
      notice = undefined
      for (const listener of listeners) listener()
    }, NOTIFY_MS)
  }

  function hear(requests: readonly RequestSummary[]): void {
    const finished = mergeFinished(state.finished, requests)
    if (finished !== state.finished) change({ finished, heard: state.heard + requests.length })
  }

  async function ask(): Promise<void> {
    const page = await api.get(`/api/requests/summary?limit=${MAX_FINISHED}`, RequestSummaries)
    hear(page.requests.filter(({ termination }) => termination !== undefined))
    if (!state.known) change({ known: true })
  }
  const askQuietly = () => void ask().catch(() => undefined)

  function start(): void {
    askQuietly()
    source = open()
    listen(source, {
      open() {
        // Fetches the requests that finished while the connection was lost.
        if (state.link === 'polling') askQuietly()
        clearInterval(poll)
        poll = undefined
        change({ link: 'pushed' })
      },
      error() {
        change({ link: 'polling' })
        poll ??= setInterval(askQuietly, pollMs)
      },
      request: (request) => void (Check(RequestSummary, request) && hear([request])),
      'request-opened': () => change({ heard: state.heard + 1 }),
      missed: askQuietly,
      livez: (livez) => void (Check(Livez, livez) && onLivez(livez)),
      settings: onSettings,
    })
  }

  function stop(): void {
    source?.close()
    clearInterval(poll)
    clearTimeout(notice)
    source = poll = notice = undefined
    state = { ...state, link: 'connecting' }
  }

  return {
    read: () => state,
    subscribe(listener) {
      listeners.add(listener)
      if (listeners.size === 1) start()
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0) stop()
      }
    },
  }
}

type Hearing = Record<EventName | 'open' | 'error', (data: unknown) => void>

function listen(source: EventSource, hearing: Hearing): void {
  for (const [name, hear] of Object.entries(hearing))
    source.addEventListener(name, (event) => hear(event instanceof MessageEvent ? parse(event) : undefined))
}

/**
 * Newest first, without duplicates; a later summary of a request replaces the earlier one. Returns the same array if
 * nothing changed.
 *
 * @internal exported for its test
 */
export function mergeFinished(
  known: readonly RequestSummary[],
  news: readonly RequestSummary[],
): readonly RequestSummary[] {
  const ids = new Set(known.map(({ requestId }) => requestId))
  if (news.every(({ requestId }) => ids.has(requestId))) return known
  const byId = new Map([...known, ...news].map((request) => [request.requestId, request]))
  return [...byId.values()].toSorted((a, b) => (a.timestamp < b.timestamp ? 1 : -1)).slice(0, MAX_FINISHED)
}

function parse(event: MessageEvent): unknown {
  try {
    return JSON.parse(String(event.data))
  } catch {
    return undefined
  }
}
