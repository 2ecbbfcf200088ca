import { collectGarbage } from './collect-garbage.ts'

/** Time without a request after which the program counts as idle, in ms. The log has written its bodies by then. */
const IDLE_MS = 20_000

/** Less growth is not worth a collection. In bytes. */
const MIN_GROWTH_BYTES = 32 * 1024 * 1024

export interface IdleCollector {
  /** Call when a request arrives. */
  requestCame: () => void
  stop: () => void
}

export interface IdleCollectorDeps {
  /** Number of requests in flight. */
  inFlight: () => number
  /** Resident memory of the process, in bytes. */
  rss?: () => number
  collect?: () => void
}

/**
 * Collects garbage once after requests made the process grow, when it is idle: V8 would keep that memory until the next
 * allocations, which may come hours later. The main thread stands still for 50 to 100 ms, on a busy machine up to 300 ms.
 */
export function createIdleCollector({
  inFlight,
  rss = () => process.memoryUsage.rss(),
  collect = () => collectGarbage(),
}: IdleCollectorDeps): IdleCollector {
  /** Memory before the first request since the last idle phase; undefined while idle. */
  let before: number | undefined
  /** True if a request arrived since the last look. */
  let isActive = false
  let looking: NodeJS.Timeout | undefined

  function look(): void {
    if (isActive || inFlight() > 0) {
      isActive = false
      return
    }
    clearInterval(looking)
    looking = undefined
    const grownBy = rssOr(0) - (before ?? 0)
    before = undefined
    if (grownBy >= MIN_GROWTH_BYTES) collect()
  }
  /** Linux reads it from a file, which fails when file descriptors run out. */
  function rssOr(unknown: number): number {
    try {
      return rss()
    } catch {
      return unknown
    }
  }

  return {
    requestCame() {
      isActive = true
      before ??= rssOr(Infinity)
      looking ??= setInterval(look, IDLE_MS).unref()
    },
    stop() {
      clearInterval(looking)
    },
  }
}
