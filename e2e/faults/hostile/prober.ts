import { Agent, createServer, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readFileSync } from 'node:fs'
import { readRssMb } from './read-memory.ts'
import type { Probed, ProberOrder } from './watch-process.ts'

/*
 * A separate process that polls `/livez` continuously, on kept and on new connections, and a bare server as its control: delays of the machine affect
 * both, so that the difference is the watched program's. Run by `watchProcess`.
 */

/** Interval of requests, in ms. */
const EVERY_MS = 10

interface Series {
  ms: number[]
  /** Requests without a response. */
  lost: number
}

const own = createServer((_req, res) => res.end('{}')).listen(0, '127.0.0.1')
const agent = new Agent({ keepAlive: true })
let watched: ProberOrder | undefined
let livez: Series = { ms: [], lost: 0 }
let fresh: Series = { ms: [], lost: 0 }
let control: Series = { ms: [], lost: 0 }
let peakMb = 0
let cpuBefore = cpuTimes()

process.on('message', (order: ProberOrder | 'report') => {
  if (order === 'report') {
    const cpu = cpuTimes()
    const ran = cpu.ran - cpuBefore.ran
    const waited = cpu.waited - cpuBefore.waited
    const report: Probed = {
      livez: summary(livez),
      fresh: summary(fresh),
      control: summary(control),
      ownShare: ran === 0 ? 1 : ran / (ran + waited),
      peakMb,
      rssMb: readRssMb(watched?.pid ?? 0),
    }
    cpuBefore = cpu
    livez = { ms: [], lost: 0 }
    fresh = { ms: [], lost: 0 }
    control = { ms: [], lost: 0 }
    peakMb = 0
    process.send?.(report)
    return
  }
  const isFirst = watched === undefined
  watched = order
  if (isFirst) setInterval(ask, EVERY_MS)
})
process.on('disconnect', () => process.exit())

let asking = 0

function ask(): void {
  peakMb = Math.max(peakMb, readRssMb(watched?.pid ?? 0))
  // A frozen server must not accumulate requests without limit.
  if (watched === undefined || asking >= 30) return
  time({ agent, port: watched.port, path: '/livez' }, livez)
  time({ agent: false, port: watched.port, path: '/livez' }, fresh)
  time({ agent, port: (own.address() as AddressInfo).port, path: '/' }, control)
}

function time(target: { agent: Agent | false; port: number; path: string }, series: Series): void {
  const startedAt = performance.now()
  asking++
  const done = (isLost: boolean) => () => {
    asking--
    if (isLost) series.lost++
    else series.ms.push(performance.now() - startedAt)
  }
  get({ ...target, host: '127.0.0.1' }, (res) => res.resume().once('end', done(false))).once(
    'error',
    done(true),
  )
}

/** Nanoseconds in which the watched process's main thread ran, and waited for a CPU; 0 without /proc. */
function cpuTimes(): { ran: number; waited: number } {
  try {
    const path = `/proc/${watched?.pid}/task/${watched?.pid}/schedstat`
    const [ran = 0, waited = 0] = readFileSync(path, 'latin1').split(' ').map(Number)
    return { ran, waited }
  } catch {
    return { ran: 0, waited: 0 }
  }
}

function summary({ ms, lost }: Series): Probed['livez'] {
  const sorted = ms.toSorted((a, b) => a - b)
  return {
    count: ms.length,
    lost,
    p99: sorted[Math.floor(sorted.length * 0.99)] ?? 0,
    max: sorted.at(-1) ?? 0,
  }
}
