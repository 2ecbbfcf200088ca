import type { Findings, Measure, Target } from '../measure.ts'
import { pause } from '../pause.ts'
import { runLoad } from '../run-load.ts'
import type { Started } from '../targets/start-process.ts'
import { residentMb } from '../targets/usage.ts'
import { requestBody } from '../wire/request-body.ts'

/** Delay from the first response to the memory reading, in ms, so that startup work is finished. */
const IDLE_MS = 500

/** Time from spawning a fresh process to the first proxied response. */
export const startUp: Measure = {
  name: 'start',
  rows: [
    {
      name: 'start',
      title: 'start to first answer',
      unit: 'ms',
      digits: 0,
      goals: { signalbox: { atMost: 250 } },
    },
    { name: 'idle', title: 'idle RSS', unit: 'MB', digits: 0, goals: { signalbox: { atMost: 120 } } },
  ],
  async run(bench) {
    const findings: Findings = {}
    const body = requestBody(1_500)
    for (const target of bench.targets) {
      const fresh = await bench.startFresh(target)
      findings[target.name] = fresh === undefined ? {} : await measureStart(target, { fresh, body })
      await fresh?.stop()
    }
    return findings
  },
}

async function measureStart(
  target: Target,
  { fresh, body }: { fresh: Started; body: Buffer },
): Promise<Record<string, number>> {
  const plan = { pace: 'whole', deltas: 5, deltaSize: 40 } as const
  await runLoad({ ...target, port: fresh.port }, { body, plan, concurrency: 1, total: 1 })
  const start = performance.now() - fresh.spawnedAt
  await pause(IDLE_MS)
  return { start, idle: residentMb(fresh.pid) }
}
