import { once } from 'node:events'
import { connect as openSocket } from 'node:net'
import type { ModelResponse } from './response.ts'
import { checkResponse, type ResponseCheck } from './check-response.ts'
import type { EventFaults } from './compare-events.ts'
import { readMessages } from './read-messages.ts'

export interface Exchange {
  request: Buffer
  response: ModelResponse
  /** Called for each piece of the body. */
  onBody?: () => void
}

export interface Outcome {
  /** Time from writing the request to the first byte of the response body; NaN if none came. */
  ttfbMs: number
  /** Times between pieces of the body. */
  gapsMs: number[]
  /** Reason why there is no complete 200 response with the upstream's headers. */
  error?: string
  /** Set if the body differs from what the upstream sent. */
  faults?: EventFaults
}

export interface Connection {
  /** One exchange at a time. Never rejects: a broken connection is an outcome. */
  exchange: (exchange: Exchange) => Promise<Outcome>
  pause: () => void
  resume: () => void
  close: () => void
}

interface Running {
  exchange: Exchange
  check: ResponseCheck
  startedAt: number
  /** Time of the last piece of the body; 0 before the first. */
  lastAt: number
  outcome: Outcome
  done: (outcome: Outcome) => void
}

/** In ms. A target that forgets a request must not block the benchmark. */
const SILENCE_MS = 30_000

/** Opens a keep-alive connection to a target on 127.0.0.1. */
export async function connect(port: number): Promise<Connection> {
  const socket = openSocket({ host: '127.0.0.1', port, noDelay: true })
  /** The current exchange, until its outcome is known. */
  let running: Running | undefined

  function settle(error?: string): void {
    if (running === undefined) return
    const { check, outcome, done } = running
    running = undefined
    const faults = check.finish()
    const wrong = outcome.error ?? error
    done({
      ...outcome,
      ...(wrong !== undefined && { error: wrong }),
      ...(faults !== undefined && { faults }),
    })
  }
  const read = readMessages({
    onHead(head) {
      const wrong = running === undefined ? undefined : headError(head, running.exchange.response.id)
      if (running !== undefined && wrong !== undefined) running.outcome.error = wrong
    },
    onBody(chunk) {
      if (running === undefined) return
      noteArrival(running)
      running.check.push(chunk)
      running.exchange.onBody?.()
    },
    onEnd: () => settle(),
  })

  socket.on('data', (bytes) => {
    try {
      read(bytes)
    } catch (error) {
      settle(String(error))
      socket.destroy()
    }
  })
  socket.setTimeout(SILENCE_MS, () => {
    settle(`nothing came for ${SILENCE_MS / 1000} s`)
    socket.destroy()
  })
  socket.on('error', (error) => settle(error.message))
  socket.on('close', () => settle('closed before the end of the answer'))
  await once(socket, 'connect')

  return {
    exchange: (exchange) =>
      new Promise((done) => {
        const outcome = { ttfbMs: Number.NaN, gapsMs: [] }
        const check = checkResponse(exchange.response)
        running = { exchange, check, outcome, done, lastAt: 0, startedAt: performance.now() }
        if (socket.destroyed) settle('the connection was closed before the request')
        else socket.write(exchange.request)
      }),
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    close: () => socket.destroy(),
  }
}

function noteArrival(running: Running): void {
  const now = performance.now()
  if (running.lastAt === 0) running.outcome.ttfbMs = now - running.startedAt
  else running.outcome.gapsMs.push(now - running.lastAt)
  running.lastAt = now
}

function headError(head: string, id: number): string | undefined {
  if (!head.startsWith('HTTP/1.1 200 ')) return `answered ${head.slice(0, head.indexOf('\r\n'))}`
  const lower = head.toLowerCase()
  const kept =
    lower.includes(`\r\nrequest-id: req_bench_${id}`) &&
    lower.includes('\r\nanthropic-ratelimit-unified-status: ')
  return kept ? undefined : 'the upstream’s headers are missing'
}
