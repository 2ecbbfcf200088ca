import type { Bench, Findings, Measure, Target } from '../measure.ts'
import { pause } from '../pause.ts'
import { buildExchange, runLoad } from '../run-load.ts'
import { addOutcome } from '../tally.ts'
import { residentMb } from '../targets/usage.ts'
import { connect } from '../wire/connect.ts'
import { requestBody } from '../wire/request-body.ts'

/** 50 MB of events of 8 kB. */
const PLAN = { pace: 'fast', deltas: 6_250, deltaSize: 7_900 } as const
const MEGABYTE = 1e6

/** Pause of the reader, in ms. Kernel buffers fill in a fraction of it. */
const STANDSTILL_MS = 1_200
const LAST_LOOK_MS = 200
const SAMPLE_MS = 50

/** A client that stops reading. Without backpressure, the target buffers the stream in memory. */
export const pausedReader: Measure = {
  name: 'paused',
  rows: [
    {
      name: 'growth',
      title: '50 MB stream, paused reader: RSS growth',
      unit: 'MB',
      digits: 1,
      goals: { signalbox: { atMost: 16 } },
    },
    {
      name: 'paused',
      title: '  upstream was paused (1 = yes)',
      unit: '',
      digits: 0,
      goals: { signalbox: { atLeast: 1 } },
    },
    { name: 'sent', title: '  upstream had sent by then', unit: 'MB', digits: 1 },
  ],
  async run(bench) {
    const findings: Findings = {}
    const body = requestBody(1_500)
    for (const target of bench.targets) findings[target.name] = await measureTarget(target, { bench, body })
    return findings
  },
}

/** Uses a fresh process: memory freed after an earlier load would hide the growth. */
async function measureTarget(
  target: Target,
  { bench, body }: { bench: Bench; body: Buffer },
): Promise<Record<string, number>> {
  const fresh = await bench.startFresh(target)
  const { pid, port } = fresh ?? target
  const short = { pace: 'whole', deltas: 5, deltaSize: 40 } as const
  await runLoad({ ...target, port }, { body, plan: short, concurrency: 4, total: 200 })

  const connection = await connect(port)
  const sentBefore = await sentBytes(bench.upstreamPort)
  const rssBefore = pid === undefined ? undefined : residentMb(pid)
  const exchange = buildExchange(port, { body, plan: PLAN, id: 1 })
  let reads = false
  const begun = Promise.withResolvers<void>()
  const onBody = () => {
    if (!reads) connection.pause()
    begun.resolve()
  }
  const outcome = connection.exchange({ ...exchange, onBody })
  await Promise.race([begun.promise, outcome])
  const peak = await watchPeak(pid)
  const sent = await sentBytes(bench.upstreamPort)
  await pause(LAST_LOOK_MS)
  const isPaused =
    (await sentBytes(bench.upstreamPort)) === sent && sent - sentBefore < exchange.response.bytes.length

  reads = true
  connection.resume()
  addOutcome(target.tally, await outcome)
  connection.close()
  await fresh?.stop()
  return {
    paused: isPaused ? 1 : 0,
    sent: (sent - sentBefore) / MEGABYTE,
    ...(rssBefore !== undefined && { growth: peak - rssBefore }),
  }
}

async function watchPeak(pid: number | undefined): Promise<number> {
  let peak = 0
  for (let waited = 0; waited < STANDSTILL_MS; waited += SAMPLE_MS) {
    await pause(SAMPLE_MS)
    if (pid !== undefined) peak = Math.max(peak, residentMb(pid))
  }
  return peak
}

/** Bytes that the upstream has written to its sockets. */
async function sentBytes(port: number): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${port}/sent`)
  return Number(await response.text())
}
