import type { Bench, Findings, Measure, Row, Target } from '../measure.ts'
import { pause, SETTLE_MS } from '../pause.ts'
import type { Goal } from '../report/judge.ts'
import { runLoad } from '../run-load.ts'
import { startCpuClock } from '../targets/usage.ts'
import { requestBody } from '../wire/request-body.ts'

interface Size {
  label: string
  bytes: number
  requests: number
  total: Goal
  main?: Goal
}

const SIZES: readonly Size[] = [
  { label: '1.5 kB', bytes: 1_500, requests: 8_000, total: { atMost: 0.075, timesYardstick: 1.1 } },
  {
    label: '200 kB',
    bytes: 200_000,
    requests: 2_000,
    total: { atMost: 0.25, timesYardstick: 1.4 },
    main: { timesYardstick: 1.05 },
  },
]

const PLAN = { pace: 'whole', deltas: 5, deltaSize: 40 } as const
const CONCURRENCY = 16

/** CPU time of the target's process tree and throughput, with 16 saturated connections. */
export const cpuPerRequest: Measure = {
  name: 'cpu',
  rows: SIZES.flatMap(({ label, total, main }): Row[] => [
    {
      name: `${label} total`,
      title: `CPU s / 1,000 requests, ${label}`,
      unit: 's',
      digits: 4,
      goals: { signalbox: total },
    },
    {
      name: `${label} main`,
      title: `  of it on the main thread, ${label}`,
      unit: 's',
      digits: 4,
      ...(main !== undefined && { goals: { signalbox: main } }),
    },
    { name: `${label} rate`, title: `requests per second, ${label}`, unit: '/s', digits: 0 },
  ]),
  async run(bench) {
    const findings: Findings = {}
    for (const size of SIZES) {
      const body = requestBody(size.bytes)
      for (const target of bench.targets) {
        const figures = await loadTarget(target, { size, body, quick: bench.quick })
        findings[target.name] = { ...findings[target.name], ...figures }
      }
    }
    return findings
  },
}

async function loadTarget(
  target: Target,
  { size, body, quick }: { size: Size; body: Buffer; quick: Bench['quick'] },
): Promise<Record<string, number>> {
  const total = quick ? size.requests / 4 : size.requests
  const clock = target.pid === undefined ? undefined : startCpuClock(target.pid)
  const { seconds } = await runLoad(target, { body, plan: PLAN, concurrency: CONCURRENCY, total })
  await pause(SETTLE_MS)
  const cpu = clock?.read()
  const thousands = total / 1000
  return {
    [`${size.label} rate`]: total / seconds,
    ...(cpu !== undefined && {
      [`${size.label} total`]: cpu.total / thousands,
      [`${size.label} main`]: cpu.main / thousands,
    }),
  }
}
