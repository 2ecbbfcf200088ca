import type { Bench, Findings, Measure, Row, Target } from '../measure.ts'
import { runLoad } from '../run-load.ts'
import { percentile } from '../stats.ts'
import { BASELINE } from '../targets/targets.ts'
import type { Goal } from '../report/judge.ts'
import { requestBody } from '../wire/request-body.ts'

interface Size {
  label: string
  bytes: number
  /** Requests to each target in a round. */
  requests: number
  p50: Goal | undefined
}

const SIZES: readonly Size[] = [
  { label: '1.5 kB', bytes: 1_500, requests: 500, p50: { atMost: 0.25, timesYardstick: 1.15 } },
  { label: '80 kB', bytes: 80_000, requests: 400, p50: undefined },
  { label: '200 kB', bytes: 200_000, requests: 300, p50: { atMost: 0.38, timesYardstick: 1.1 } },
  { label: '1 MB', bytes: 1_000_000, requests: 150, p50: { timesYardstick: 1 } },
]

/** A response of about 1.5 kB in one piece, to time the request path and the first byte. */
const PLAN = { pace: 'whole', deltas: 5, deltaSize: 40 } as const

/**
 * Consecutive requests to one target before the next: enough to be warm, few enough for all targets to share the noise.
 */
const BLOCK = 25

/** Time to first byte at concurrency 1, minus that of the direct connection; absolute for the direct connection. */
export const addedTtfb: Measure = {
  name: 'ttfb',
  rows: SIZES.flatMap(({ label, p50 }): Row[] => [
    { ...rowFor(label, 'p50'), ...(p50 !== undefined && { goals: { signalbox: p50 } }) },
    rowFor(label, 'p99'),
  ]),
  async run(bench) {
    const findings: Findings = Object.fromEntries(bench.targets.map(({ name }) => [name, {}]))
    for (const size of SIZES) {
      const times = await timeSize(bench, size)
      for (const share of [0.5, 0.99] as const) {
        const row = rowFor(size.label, share === 0.5 ? 'p50' : 'p99').name
        const base = percentile(times.get(BASELINE) ?? [], share)
        for (const [name, values] of times) {
          const own = percentile(values, share)
          findings[name] = { ...findings[name], [row]: name === BASELINE ? own : own - base }
        }
      }
    }
    return findings
  },
}

async function timeSize(bench: Bench, size: Size): Promise<Map<string, number[]>> {
  const times = new Map<string, number[]>(bench.targets.map(({ name }) => [name, []]))
  const body = requestBody(size.bytes)
  const requests = bench.quick ? size.requests / 4 : size.requests
  const load = { body, plan: PLAN, concurrency: 1 }
  for (let done = 0; done < requests; done += BLOCK) {
    for (const target of bench.targets) times.get(target.name)?.push(...(await timeBlock(target, load)))
  }
  return times
}

/** The first requests pay for a new connection and a cold cache; they are checked, but not timed. */
async function timeBlock(
  target: Target,
  load: { body: Buffer; plan: typeof PLAN; concurrency: number },
): Promise<number[]> {
  const { ttfbMs } = await runLoad(target, { ...load, total: BLOCK + 2 })
  return ttfbMs.slice(2)
}

function rowFor(label: string, rank: 'p50' | 'p99'): Row {
  return { name: `${label} ${rank}`, title: `added TTFB ${rank}, ${label}`, unit: 'ms', digits: 3 }
}
