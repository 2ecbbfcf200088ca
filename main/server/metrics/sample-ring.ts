export interface Latency {
  avg_ms: number
  p50_ms: number
  p95_ms: number
  p99_ms: number
}

export interface SampleRing {
  add: (ms: number) => void
  /** Sorted at most once a second, so that frequent polling stays cheap. */
  summary: () => Latency
}

/** Maximum age of a summary in ms. */
const SUMMARY_AGE = 1_000

/**
 * Keeps the last `size` durations. Percentiles interpolate linearly between the neighbours of index p/100·(n−1), as in
 * ccproxy; without samples all values are 0.
 *
 * @param now a monotonic clock in ms
 */
export function createSampleRing(size: number, now: () => number): SampleRing {
  const samples = new Float64Array(size)
  /** Number of durations ever added; the next one is stored at `added % size`. */
  let added = 0
  let last: { at: number; added: number; value: Latency } | undefined

  return {
    add(ms) {
      samples[added % size] = ms
      added++
    },
    summary() {
      if (last === undefined || (last.added !== added && now() - last.at >= SUMMARY_AGE)) {
        last = { at: now(), added, value: summarise(samples.slice(0, Math.min(added, size))) }
      }
      return last.value
    },
  }
}

function summarise(samples: Float64Array): Latency {
  const sorted = samples.toSorted()
  const sum = sorted.reduce((total, ms) => total + ms, 0)
  return {
    avg_ms: Math.round(sorted.length === 0 ? 0 : sum / sorted.length),
    p50_ms: percentile(sorted, 50),
    p95_ms: percentile(sorted, 95),
    p99_ms: percentile(sorted, 99),
  }
}

/** In whole ms, because shell scripts compare these with `-gt`, which only takes integers. */
function percentile(sorted: Float64Array, p: number): number {
  const index = (p / 100) * (sorted.length - 1)
  const low = sorted[Math.floor(index)] ?? 0
  const high = sorted[Math.ceil(index)] ?? 0
  return Math.round(low + (high - low) * (index - Math.floor(index)))
}
