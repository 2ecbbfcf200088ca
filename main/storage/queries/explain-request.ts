import { costOfMiss } from '../../../shared/cost-of-miss.ts'
import type { CacheExplanation, Explanation, TimeExplanation } from '../../../shared/explanation.ts'
import { coded, toMessage } from '../../../shared/language/say.ts'
import type { RequestRecord } from '../../../shared/request-record.ts'
import type { UsageLine } from '../../../shared/usage-line.ts'
import { parseJson } from '../../base/json/parse-json.ts'
import type { ExplainParams } from '../../base/request-log-queries.ts'
import { type CacheNote, explainCache } from '../explain/explain-cache.ts'
import { usualTimes } from '../explain/usual-times.ts'
import { keyOf } from '../key-of.ts'
import { findRow, previousKey } from './find-request.ts'
import type { QueryDeps } from './query-deps.ts'
import { readRecord, termIds } from './read-record.ts'
import type { StoredRow } from './read-rows.ts'

/** `GET /api/requests/{id}/explanation`. Undefined if there is no such request. */
export async function explainRequest(
  deps: QueryDeps,
  { id, prices }: ExplainParams,
): Promise<Explanation | undefined> {
  const row = await findRow(deps, id)
  if (row === undefined) return undefined
  await deps.texts.learn(deps.database.db, termIds([row]))
  const record = readRecord(row, deps.texts)
  const previous = await previousKey(deps, row)
  const note = await noteOf(deps, row, record)
  const lacking = lackOf(record, note)
  return {
    requestId: record.requestId,
    previous: previous === undefined ? null : keyOf(previous),
    kind: record.kind ?? (record.agentId === undefined ? 'other' : 'subagent'),
    cache: toCache(record, note, prices),
    context: [...note.context],
    time: await toTime(deps, row, record),
    ...(lacking !== undefined && { note: toMessage(coded(lacking)) }),
  }
}

/** Requests are compared in the background; one that was not yet is compared now. */
async function noteOf(deps: QueryDeps, row: StoredRow, record: RequestRecord): Promise<CacheNote> {
  if (row.explanation === null)
    return record.endedBy === undefined ? { expected: 0, missed: 0, context: [] } : explainCache(deps, row)
  // Written by `createPendingRows` only.
  return parseJson(row.explanation) as CacheNote
}

function lackOf({ endedBy }: RequestRecord, { lacks }: CacheNote) {
  if (endedBy === undefined) return 'explanation.in_flight'
  if (lacks === 'body') return 'explanation.no_body'
  if (lacks === 'readable_body') return 'explanation.too_deep'
  return lacks === 'previous_body' ? 'explanation.no_previous_body' : undefined
}

function toCache(
  record: RequestRecord,
  { expected, missed, reason, path, before, after, said }: CacheNote,
  prices: ExplainParams['prices'],
): CacheExplanation {
  return {
    expected,
    read: record.cacheReadTokens ?? 0,
    written: record.cacheCreationTokens ?? 0,
    missed,
    cost: missed === 0 ? 0 : (missCost(record, missed, prices) ?? null),
    reason:
      reason === undefined
        ? null
        : {
            kind: reason,
            path: path ?? null,
            before: before ?? null,
            after: after ?? null,
            said: said ?? null,
          },
  }
}

function missCost(
  { startedAt, model = '', servedModel = model, priceMarks, ...usage }: RequestRecord,
  missed: number,
  prices: ExplainParams['prices'],
): number | undefined {
  const line: UsageLine = {
    model: servedModel,
    ...(priceMarks !== undefined && { priceMarks }),
    inputTokens: usage.inputTokens ?? 0,
    outputTokens: 0,
    cacheCreationTokens: usage.cacheCreationTokens ?? 0,
    cacheCreation1hTokens: usage.cacheCreation1hTokens ?? 0,
    cacheReadTokens: usage.cacheReadTokens ?? 0,
    webSearchRequests: 0,
  }
  return costOfMiss(line, missed, { prices, at: startedAt })
}

async function toTime(deps: QueryDeps, row: StoredRow, record: RequestRecord): Promise<TimeExplanation> {
  const { ttfbMs, durationMs, timings = {} } = record
  return {
    ours: timings.ours ?? null,
    connect: timings.connect ?? null,
    tls: null,
    wait: ttfbMs ?? null,
    first_token: timings.firstToken ?? null,
    stream: ttfbMs === undefined || durationMs === undefined ? null : Math.max(0, durationMs - ttfbMs),
    stalls: [...(timings.stalls ?? [])],
    usual: await usualTimes(deps.database, row),
  }
}
