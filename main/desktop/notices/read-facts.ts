import { get } from 'node:http'
import { text } from 'node:stream/consumers'
import { Check } from 'typebox/value'
import { type BudgetStatus, BudgetsResponse } from '../../../shared/budgets.ts'
import { judgeLimits, type Limit } from '../../../shared/judge-limits.ts'
import { numberAccounts } from '../../../shared/number-accounts.ts'
import { RateLimitsResponse } from '../../../shared/rate-limit.ts'
import type { Credentials } from '../pages/forward-to-server.ts'
import type { LimitFact } from './notice.ts'

/** In ms. The server runs in this process, so a slow response is not worth waiting for. */
const TIMEOUT = 5_000

/** Keys of limits are written to a file; organizations and names come from upstreams. In characters. */
const MAX_KEY = 120

/** The proxy's address, and the credentials that it requires. */
export interface Asked {
  baseUrl: string
  credentials: Credentials
}

/** Limits of all accounts at `now` (ms since the epoch). Empty if the log cannot be read. */
export async function readLimits(asked: Asked, now: number): Promise<LimitFact[]> {
  const response = await read(asked, '/api/rate-limits', 'application/json')
  if (!Check(RateLimitsResponse, response)) return []
  const accounts = numberAccounts(response.rateLimits)
  return accounts.flatMap(({ snapshot, account }) =>
    judgeLimits(snapshot, now)
      .filter(({ pool }) => pool === 'subscription' || pool === 'overage')
      .map((limit) => toFact(limit, snapshot.organizationId, accounts.length > 1 ? account : undefined)),
  )
}

/** The budgets. Empty until their usage is complete, and if it cannot be read. */
export async function readBudgets(asked: Asked): Promise<BudgetStatus[]> {
  const response = await read(asked, '/api/budgets', 'application/json')
  return Check(BudgetsResponse, response) && response.isComplete ? response.budgets : []
}

function toFact(limit: Limit, organizationId: string | undefined, account: number | undefined): LimitFact {
  const { key, pool, name, used, resetsAt, isReached, isOver, pace } = limit
  return {
    key: `${organizationId ?? ''} ${key}`.slice(0, MAX_KEY),
    pool,
    name,
    used,
    resetsAt,
    isReached,
    isOver,
    ...(account !== undefined && { account }),
    ...(pace.kind === 'runs_out' && { runsOutAt: pace.at }),
  }
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
