import type { Findings, Measure, Target } from '../measure.ts'
import { pause, SETTLE_MS } from '../pause.ts'
import { buildExchange } from '../run-load.ts'
import { percentile } from '../stats.ts'
import { addOutcome, errorCount } from '../tally.ts'
import { residentMb, startCpuClock } from '../targets/usage.ts'
import { connect, type Exchange, type Outcome } from '../wire/connect.ts'
import { requestBody } from '../wire/request-body.ts'

const STREAMS = 1_000
const BODY_BYTES = 20_000
const PLAN = { pace: 100, deltas: 20, deltaSize: 24 } as const

/** In ms. The streams start within one second and last two, so that all of them are open at once. */
const RAMP_MS = 1_000
const RAMP_STEPS = 100

const NONE = { atMost: 0 }

/** A thousand concurrent readers: the deltas of each response are 100 ms apart. */
export const slowStreams: Measure = {
  name: 'streams',
  rows: [
    row('lost', 'events lost', { goals: { signalbox: NONE } }),
    row('duplicated', 'events duplicated', { goals: { signalbox: NONE } }),
    row('reordered', 'events reordered', { goals: { signalbox: NONE } }),
    row('errors', 'errors', { goals: { signalbox: NONE } }),
    row('ttfb p50', 'TTFB p50', { unit: 'ms', digits: 2 }),
    row('ttfb p99', 'TTFB p99', { unit: 'ms', digits: 1 }),
    row('gap p99', 'gap between pieces p99', {
      unit: 'ms',
      digits: 1,
      goals: { signalbox: { overBaseline: 4 } },
    }),
    row('cpu', 'CPU', { unit: 's', digits: 3, goals: { signalbox: { atMost: 0.8, timesYardstick: 1.1 } } }),
    row('rss', 'peak RSS', { unit: 'MB', digits: 0, goals: { signalbox: { atMost: 250 } } }),
  ],
  async run({ targets }) {
    const findings: Findings = {}
    const body = requestBody(BODY_BYTES)
    for (const target of targets) {
      const exchanges = Array.from({ length: STREAMS }, (_, id) =>
        buildExchange(target.port, { body, plan: PLAN, id }),
      )
      findings[target.name] = await streamAll(target, exchanges)
    }
    return findings
  },
}

async function streamAll(target: Target, exchanges: Exchange[]): Promise<Record<string, number>> {
  const usage = target.pid === undefined ? undefined : watchUsage(target.pid)
  const before = { ...target.tally, errors: errorCount(target.tally) }
  const running: Promise<Outcome>[] = []
  for (let step = 0; step < RAMP_STEPS; step++) {
    const size = exchanges.length / RAMP_STEPS
    running.push(...exchanges.slice(step * size, (step + 1) * size).map((one) => streamOne(target.port, one)))
    await pause(RAMP_MS / RAMP_STEPS)
  }
  const outcomes = await Promise.all(running)
  await pause(SETTLE_MS)
  for (const outcome of outcomes) addOutcome(target.tally, outcome)
  const { tally } = target
  const whole = outcomes.filter(({ error }) => error === undefined)
  return {
    ...usage?.stop(),
    lost: tally.lost - before.lost,
    duplicated: tally.duplicated - before.duplicated,
    reordered: tally.reordered - before.reordered,
    errors: errorCount(tally) - before.errors,
    'ttfb p50': percentile(
      whole.map(({ ttfbMs }) => ttfbMs),
      0.5,
    ),
    'ttfb p99': percentile(
      whole.map(({ ttfbMs }) => ttfbMs),
      0.99,
    ),
    'gap p99': percentile(
      whole.flatMap(({ gapsMs }) => gapsMs),
      0.99,
    ),
  }
}

async function streamOne(port: number, exchange: Exchange): Promise<Outcome> {
  const connection = await connect(port)
  const outcome = await connection.exchange(exchange)
  connection.close()
  return outcome
}

function watchUsage(pid: number): { stop: () => { cpu: number; rss: number } } {
  const clock = startCpuClock(pid)
  let rss = residentMb(pid)
  const timer = setInterval(() => (rss = Math.max(rss, residentMb(pid))), 50)
  return {
    stop() {
      clearInterval(timer)
      return { cpu: clock.read().total, rss }
    },
  }
}

function row(name: string, title: string, rest: object): Measure['rows'][number] {
  return {
    name,
    title: `${STREAMS.toLocaleString('en')} slow streams: ${title}`,
    unit: '',
    digits: 0,
    ...rest,
  }
}
