import { get } from 'node:http'
import { text } from 'node:stream/consumers'
import { Check } from 'typebox/value'
import { RateLimitsResponse } from '../../../shared/rate-limit.ts'
import type { Credentials } from '../pages/forward-to-server.ts'
import type { LimitFact } from './notice.ts'

/** In ms. The server runs in this process, so a slow response is not worth waiting for. */
const TIMEOUT = 5_000

/** The proxy's address, and the credentials that it requires. */
export interface Asked {
  baseUrl: string
  credentials: Credentials
}

/** Rate limit windows of all accounts that are open at `now` (ms since the epoch). Empty if the log cannot be read. */
export async function readLimits(asked: Asked, now: number): Promise<LimitFact[]> {
  const response = await read(asked, '/api/rate-limits', 'application/json')
  if (!Check(RateLimitsResponse, response)) return []
  return response.rateLimits.flatMap(({ rateLimit: told }) => [
    ...toFact({ name: '5 h', used: told.unifiedUtilization5h, reset: told.unifiedReset5h, now }),
    ...toFact({ name: '7 d', used: told.unifiedUtilization7d, reset: told.unifiedReset7d, now }),
  ])
}

interface Told {
  name: LimitFact['name']
  used: number | undefined
  reset: string | undefined
  now: number
}

// Without a reset time, a window has no id to deduplicate notices by.
function toFact({ name, used, reset, now }: Told): LimitFact[] {
  if (used === undefined || reset === undefined || !(Number(reset) * 1_000 > now)) return []
  return [{ name, used, reset }]
}

/**
 * Uses `node:http`, because Electron's `fetch` goes through the system's proxy. Undefined when there is no response.
 */
async function read({ baseUrl, credentials }: Asked, path: string, accept: string): Promise<unknown> {
  try {
    const { promise, resolve, reject } = Promise.withResolvers<string>()
    const request = get(
      new URL(path, baseUrl),
      { headers: { ...credentials, accept }, signal: AbortSignal.timeout(TIMEOUT), agent: false },
      (response) => void text(response).then(resolve, reject),
    )
    request.once('error', reject)
    return JSON.parse(await promise)
  } catch {
    return undefined
  }
}
