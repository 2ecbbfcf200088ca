import { parseLimits } from '../../base/anthropic/parse-limits.ts'
import type { LimitWindow, RateLimitSnapshot, RateLimitsResponse } from '../../../shared/rate-limit.ts'
import { OTHER_HEADERS, toRateLimit } from '../rate-limit-headers.ts'
import type { Schema } from '../schema.ts'
import type { QueryDeps } from './query-deps.ts'

/** Organizations listed at most. Only an upstream that invents ids has more; the newest are listed. */
const MAX_ORGANIZATIONS = 32
const MAX_REPORTS = 2_048

/** `GET /api/rate-limits`: each organization's limits, the organization with the newest response first. */
export async function rateLimits({ database: { db }, texts, now }: QueryDeps): Promise<RateLimitsResponse> {
  const rows = await db
    .selectFrom('limit_report')
    .selectAll()
    .orderBy('captured_at', 'desc')
    .orderBy('name')
    .limit(MAX_REPORTS)
    .execute()
  const byOrganization = Map.groupBy(rows, (row) => row.organization_id)
  const listed = [...byOrganization].slice(0, MAX_ORGANIZATIONS)
  await texts.learn(
    db,
    listed.map(([id]) => id),
  )
  return { rateLimits: listed.map(([id, reports]) => toSnapshot(reports, texts.of(id), now())) }
}

/** @param reports newest first */
function toSnapshot(
  reports: readonly Schema['limit_report'][],
  organizationId: string | undefined,
  now: number,
): RateLimitSnapshot {
  const read = reports.map((row) => ({
    name: row.name,
    at: row.captured_at,
    headers: JSON.parse(row.headers) as Record<string, string>,
  }))
  const windows = new Map<string, LimitWindow>()
  for (const { name, at, headers } of read) {
    if (name === OTHER_HEADERS) continue
    for (const limit of parseLimits(headers, at)) {
      const key = `${limit.pool}/${limit.name}`
      if (!windows.has(key)) windows.set(key, { ...limit, ...agedOf(at, now) })
    }
  }
  const all: Record<string, string> = Object.assign({}, ...read.toReversed().map(({ headers }) => headers))
  return {
    ...(organizationId !== undefined && { organizationId }),
    ...agedOf(read[0]?.at ?? now, now),
    windows: [...windows.values()],
    rateLimit: toRateLimit(all, organizationId),
  }
}

function agedOf(at: number, now: number): Pick<LimitWindow, 'capturedAt' | 'ageMs'> {
  return { capturedAt: new Date(at).toISOString(), ageMs: Math.max(0, Math.round(now - at)) }
}
