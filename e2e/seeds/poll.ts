import { Agent, request } from 'node:http'

interface PollOptions {
  times: number
  headers?: Readonly<Record<string, string>>
  /** Called after each response. */
  after?: () => void
}

/** Polls over one connection, as a monitor does. Resolves with the response times in ms. */
export async function poll(url: string, { times, headers = {}, after }: PollOptions): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const took: number[] = []
  for (let at = 0; at < times; at++) {
    const startedAt = performance.now()
    await ask(url, agent, headers)
    took.push(performance.now() - startedAt)
    after?.()
  }
  agent.destroy()
  return took
}

function ask(url: string, agent: Agent, headers: Readonly<Record<string, string>>): Promise<void> {
  return new Promise((resolve, reject) => {
    const req = request(url, { agent, headers }, (res) => {
      res.resume().once('end', resolve).once('error', reject)
    })
    req.once('error', reject).end()
  })
}

/** @param p from 0 to 1 */
export function percentile(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))] ?? Number.NaN
}
