import { headerValue, type RawHeaders } from '../../proxy/headers.ts'

/** Responses that may wait to be read. */
const MAX_WAITING = 16

const WINDOWS = ['5h', '7d'] as const
type Window = (typeof WINDOWS)[number]

/** Used share of an account's limits, by window. */
export interface Limits {
  note: (headers: RawHeaders) => void
  /** According to the newest response that reports it; without windows that have reset since. */
  current: () => [Window, number][]
}

/**
 * Headers are read when the limits are, and of those that have come since only the newest.
 *
 * @param now in ms since 1970
 */
export function createLimits(now: () => number): Limits {
  const windows = new Map<Window, { used: number; until: number }>()
  /** Oldest first. */
  let waiting: RawHeaders[] = []

  function readWaiting(): void {
    const newestFirst = waiting.toReversed()
    waiting = []
    for (const window of WINDOWS) {
      const headers = newestFirst.find((one) => Number.isFinite(valueOf(one, window, 'utilization')))
      if (headers === undefined) continue
      const until = (valueOf(headers, window, 'reset') ?? Infinity) * 1000
      windows.set(window, { used: valueOf(headers, window, 'utilization') ?? Number.NaN, until })
    }
  }

  return {
    note(headers) {
      waiting.push(headers)
      if (waiting.length >= MAX_WAITING) readWaiting()
    },
    current() {
      readWaiting()
      const open = [...windows].filter(([, { until }]) => until > now())
      return open.map(([window, { used }]) => [window, used])
    },
  }
}

/** Undefined without the header, NaN if it is not a number. */
function valueOf(headers: RawHeaders, window: Window, part: 'utilization' | 'reset'): number | undefined {
  const text = headerValue(headers, `anthropic-ratelimit-unified-${window}-${part}`)
  return text === undefined ? undefined : Number(text)
}
