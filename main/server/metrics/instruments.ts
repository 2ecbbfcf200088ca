import type { Performance } from '../../health/views/facts.ts'
import type { CountedRequest, Metrics } from './metrics.ts'
import { createSampleRing } from './sample-ring.ts'

export interface Instruments {
  record: (request: CountedRequest) => void
  performance: () => Performance
}

/** Number of latencies in the percentiles, as in ccproxy. */
const KEPT = 10_000

/** Maximum age of a sample of memory and handles, in ms. Each sample reads a file. */
const SAMPLE_MS = 5_000

/** Counts every finished request once, for `/metrics` and `/health` alike. */
export function createInstruments(metrics: Metrics): Instruments {
  const latencies = createSampleRing(KEPT, () => performance.now())
  const requests = { total: 0, success: 0, failed: 0 }
  let sampled: Sample = { memory_mb: 0, goroutines: 0 }
  let sampledAt = -Infinity
  /** Only on demand: without polls, no file is read. */
  function sample(): Sample {
    const now = performance.now()
    if (now - sampledAt < SAMPLE_MS) return sampled
    sampledAt = now
    return (sampled = sampleProcess(sampled))
  }

  return {
    record(request) {
      requests.total++
      // A cancelled request is neither: it says nothing about us or the upstream.
      if (request.error !== undefined) requests.failed++
      else if (request.countedStatus !== 499) requests.success++
      latencies.add(request.durationMs)
      metrics.record(request)
    },
    performance: () => ({ ...sample(), requests: { ...requests }, latency: latencies.summary() }),
  }
}

type Sample = Pick<Performance, 'memory_mb' | 'goroutines'>

/** Linux reads the memory from a file; when file descriptors run out, the last sample stays. */
function sampleProcess(last: Sample): Sample {
  try {
    return {
      memory_mb: Math.round((process.memoryUsage.rss() / 1024 / 1024) * 10) / 10,
      goroutines: process.getActiveResourcesInfo().length,
    }
  } catch {
    return last
  }
}
