import type { QueryName, QueryParams } from '../../base/request-log-queries.ts'
import { conversationUsage } from './conversation-usage.ts'
import { addBody, findBody, findRequest } from './find-request.ts'
import { explainRequest } from './explain-request.ts'
import { listRequests } from './list-requests.ts'
import { listSummaries } from './list-summaries.ts'
import { findSession, listSessions } from './list-sessions.ts'
import type { QueryDeps } from './query-deps.ts'
import type { Stoppable } from './row-filter.ts'
import { rateLimits } from './rate-limits.ts'
import { latestDate, organizations } from './small-queries.ts'
import {
  addTranscripts,
  compareTranscripts,
  finishTranscripts,
  transcriptUsage,
} from './transcript-queries.ts'
import { usageBy } from './usage-by.ts'
import { dailyStats, dailyUsage, hourlyStats, modelStats, usageStats } from './usage-queries.ts'

/** Parameters as they reach the worker. */
export type WorkerParams<Name extends QueryName> = QueryParams<Name> & Stoppable

type Handlers = {
  [Name in QueryName]: (deps: QueryDeps, params: WorkerParams<Name>) => Promise<object | undefined>
}

const HANDLERS: Handlers = {
  requests: listRequests,
  summaries: listSummaries,
  latestDate,
  request: findRequest,
  body: findBody,
  withBody: addBody,
  explanation: explainRequest,
  stats: usageStats,
  daily: dailyStats,
  hourly: hourlyStats,
  models: modelStats,
  usage: dailyUsage,
  usageBy,
  sessions: listSessions,
  session: findSession,
  conversationUsage,
  organizations,
  rateLimits,
  transcriptUsage,
  addTranscripts,
  compareTranscripts,
  finishTranscripts,
  clear: (deps, { before }) => deps.clear(before),
}

/** @returns the bytes of the result, in memory of their own; undefined when not found */
export async function runQuery<Name extends QueryName>(
  deps: QueryDeps,
  name: Name,
  params: WorkerParams<Name>,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const response = await HANDLERS[name](deps, params)
  if (response === undefined) return undefined
  if (Buffer.isBuffer(response)) return new Uint8Array(response)
  if (Array.isArray(response)) return joined(response)
  return new TextEncoder().encode(JSON.stringify(response))
}

function joined(parts: readonly Buffer[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
