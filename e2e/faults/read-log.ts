import { Value } from 'typebox/value'
import { Livez } from '../../shared/livez.ts'
import { RequestSummaries, type RequestSummary } from '../../shared/request-log.ts'

/** The newest `count` rows of the log, once it has `total` and these are finished; after 10 s, the rows so far. */
export async function readLog(
  url: string,
  { count, total }: { count: number; total: number },
): Promise<readonly RequestSummary[]> {
  const deadline = performance.now() + 10_000
  for (;;) {
    const { requests, total: there } = await getRows(url, count)
    const isDone = there >= total && requests.every(({ termination }) => termination !== undefined)
    if (isDone || performance.now() > deadline) return requests
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

async function getRows(url: string, limit: number): Promise<RequestSummaries> {
  const response = await fetch(`${url}/api/requests/summary?limit=${limit}`)
  return Value.Parse(RequestSummaries, await response.json())
}

/** Time until nothing is in flight, in ms. */
export async function untilIdle(url: string, patienceMs = 5_000): Promise<number> {
  const startedAt = performance.now()
  for (;;) {
    const livez = Value.Parse(Livez, await (await fetch(`${url}/livez`)).json())
    const ms = performance.now() - startedAt
    if (livez.in_flight === 0 || ms > patienceMs) return ms
  }
}
