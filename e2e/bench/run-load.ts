import type { Target } from './measure.ts'
import { addOutcome } from './tally.ts'
import { buildResponse, type ResponsePlan } from './wire/response.ts'
import { connect, type Exchange, type Outcome } from './wire/connect.ts'
import { requestBytes } from './wire/request-bytes.ts'

export interface Load {
  body: Buffer
  /** One plan for each connection; its `id` is replaced, so that no two connections expect the same response. */
  plan: Omit<ResponsePlan, 'id'>
  /** Parallel keep-alive connections, each with one request at a time. */
  concurrency: number
  /** Total number of requests. */
  total: number
}

/** Sends requests as fast as responses arrive, and records every fault in the target's tally. */
export async function runLoad(target: Target, load: Load): Promise<{ ttfbMs: number[]; seconds: number }> {
  const exchanges = Array.from({ length: load.concurrency }, (_, id) =>
    buildExchange(target.port, { ...load, id }),
  )
  const ttfbMs: number[] = []
  let left = load.total

  async function work(exchange: Exchange): Promise<void> {
    let connection = await connect(target.port)
    while (left-- > 0) {
      const outcome: Outcome = await connection.exchange(exchange)
      addOutcome(target.tally, outcome)
      if (outcome.error === undefined) ttfbMs.push(outcome.ttfbMs)
      else connection = await connect(target.port)
    }
    connection.close()
  }

  const startedAt = performance.now()
  await Promise.all(exchanges.map(work))
  return { ttfbMs, seconds: (performance.now() - startedAt) / 1000 }
}

export function buildExchange(
  port: number,
  { body, plan, id }: { body: Buffer; plan: Omit<ResponsePlan, 'id'>; id: number },
): Exchange {
  const full = { ...plan, id }
  return { request: requestBytes({ port, body, plan: full }), response: buildResponse(full) }
}
