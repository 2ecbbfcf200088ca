import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

export interface ProberOrder {
  port: number
  pid: number
}

interface Latency {
  count: number
  /** Requests without a response. */
  lost: number
  /** In ms. */
  p99: number
  max: number
}

/** Observations since the last report. Memory in MB. */
export interface Probed {
  /** On connections that are kept alive. */
  livez: Latency
  /** On a new connection for each request: they also wait to be accepted. */
  fresh: Latency
  /** The bare server, requested at the same moments. */
  control: Latency
  /** Share of the main thread's time at work or waiting for a CPU in which it had one, 0–1. The rest is others' delay. */
  ownShare: number
  peakMb: number
  rssMb: number
}

export interface Watch {
  report: () => Promise<Probed>
  end: () => void
}

/** Watches `/livez` and the memory of a running Signalbox from a third process. */
export function watchProcess(order: ProberOrder): Watch {
  const prober = fork(join(import.meta.dirname, 'prober.ts'), { stdio: 'inherit' })
  prober.send(order)
  return {
    async report() {
      prober.send('report')
      const [report]: unknown[] = await once(prober, 'message')
      return report as Probed
    },
    end: () => prober.disconnect(),
  }
}
