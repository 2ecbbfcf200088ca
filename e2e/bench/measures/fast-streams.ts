import type { Findings, Measure } from '../measure.ts'
import { pause, SETTLE_MS } from '../pause.ts'
import { runLoad } from '../run-load.ts'
import { startCpuClock } from '../targets/usage.ts'
import { FRAME_EVENTS } from '../wire/response.ts'
import { requestBody } from '../wire/request-body.ts'

const STREAMS = 64
const DELTAS = 2_000

/** Streams at full speed. The upstream is the bottleneck, so the relevant figure is the CPU time per event. */
export const fastStreams: Measure = {
  name: 'events',
  rows: [
    {
      name: 'cpu',
      title: `CPU per SSE event, ${STREAMS} full-speed streams`,
      unit: 'us',
      digits: 2,
      goals: { signalbox: { atMost: 5, timesYardstick: 1.15 } },
    },
    { name: 'rate', title: 'events per second', unit: '/s', digits: 0 },
  ],
  async run({ targets, quick }) {
    const findings: Findings = {}
    const deltas = quick ? DELTAS / 2 : DELTAS
    const body = requestBody(1_500)
    const plan = { pace: 'fast', deltas, deltaSize: 24 } as const
    const events = STREAMS * (deltas + FRAME_EVENTS)
    for (const { name, port, pid, tally } of targets) {
      const clock = pid === undefined ? undefined : startCpuClock(pid)
      const load = { body, plan, concurrency: STREAMS, total: STREAMS }
      const { seconds } = await runLoad({ name, port, pid, tally }, load)
      await pause(SETTLE_MS)
      const cpu = clock?.read()
      findings[name] = {
        rate: events / seconds,
        ...(cpu !== undefined && { cpu: (cpu.total * 1e6) / events }),
      }
    }
    return findings
  },
}
