import type { CacheReason, ContextShare } from '../../../shared/explanation.ts'
import type { RequestRecord } from '../../../shared/request-record.ts'
import { decode } from '../body/compress.ts'
import { headerOf } from '../headers.ts'
import type { StoredRow } from '../queries/read-rows.ts'
import { SIDE } from '../schema.ts'
import { contextShares } from './context-shares.ts'
import { findBaseline } from './find-baseline.ts'
import { isHit, judgeCache } from './judge-cache.ts'
import { type ExplainDeps, loadSide, type Side } from './load-side.ts'
import { readSaid } from './read-said.ts'

/** The result of the comparison of a request with the one before it. */
export interface CacheNote {
  expected: number
  missed: number
  reason?: CacheReason
  path?: string
  before?: string
  after?: string
  said?: string
  context: readonly ContextShare[]
  /** The body that is missing or can't be read, so that nothing could be compared. */
  lacks?: 'body' | 'previous_body' | 'readable_body'
}

/** Compares a finished request with the one whose cache it could use, by their bodies. */
export async function explainCache(deps: ExplainDeps, row: StoredRow): Promise<CacheNote> {
  const after = await loadSide(deps, row)
  if (after === undefined) return { expected: 0, missed: 0, context: [], lacks: 'body' }
  const context = unlessTooDeep(() => contextShares(after.prompt, promptTokens(after.record)))
  if (context === undefined) return { expected: 0, missed: 0, context: [], lacks: 'readable_body' }
  return { ...(await compare(deps, row, after)), context }
}

async function compare(deps: ExplainDeps, row: StoredRow, after: Side): Promise<Omit<CacheNote, 'context'>> {
  const hasUsage = row.input_tokens !== null
  const baseline = await findBaseline(deps, row)
  if (baseline === undefined) return { expected: 0, missed: 0, ...(hasUsage && { reason: 'first_request' }) }
  const expected = (baseline.cache_read ?? 0) + (baseline.cache_creation ?? 0)
  if (!hasUsage || isHit(expected, row.cache_read ?? 0)) return { expected, missed: 0 }
  const before = await loadSide(deps, baseline)
  if (before === undefined) return { expected, missed: 0, lacks: 'previous_body' }
  const verdict = unlessTooDeep(() => judgeCache(before, after))
  if (verdict === undefined) return { expected, missed: 0, lacks: 'readable_body' }
  const { missed, reason } = verdict
  if (reason === undefined) return { expected, missed }
  const { kind, ...found } = reason
  const said = await loadSaid(deps, row, after)
  return { expected, missed, reason: kind, ...found, ...(said !== undefined && { said }) }
}

/** V8 parses any depth, but neither serializes nor compares it: 1 MB may be nested 500,000 levels deep. */
function unlessTooDeep<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/** Length of the prompt as the response counted it. */
function promptTokens(record: RequestRecord): number | undefined {
  const { inputTokens, cacheReadTokens = 0, cacheCreationTokens = 0 } = record
  return inputTokens === undefined ? undefined : inputTokens + cacheReadTokens + cacheCreationTokens
}

/** The API compares only if the request asks for it, so other responses need not be read. */
async function loadSaid(
  { bodies, database: { db } }: ExplainDeps,
  row: StoredRow,
  { prompt, responseHeaders }: Side,
): Promise<string | undefined> {
  if (prompt.members.diagnostics === undefined) return undefined
  const body = await bodies.load(db, row.id, SIDE.response)
  return body && readSaid(decode(body, headerOf(responseHeaders, 'content-encoding'))?.toString() ?? '')
}
