import type { RequestRecord } from '../../../shared/request-record.ts'
import { decode } from '../body/compress.ts'
import { headerOf } from '../headers.ts'
import type { QueryDeps } from '../queries/query-deps.ts'
import { readRecord, termIds } from '../queries/read-record.ts'
import type { StoredRow } from '../queries/read-rows.ts'
import { SIDE } from '../schema.ts'
import { loadHeaders } from '../write/header-pages.ts'
import type { CacheSide } from './judge-cache.ts'
import { type Prompt, readPrompt } from './read-prompt.ts'

export type ExplainDeps = Pick<QueryDeps, 'database' | 'texts' | 'bodies'>

export interface Side extends CacheSide {
  record: RequestRecord
  responseHeaders: readonly string[]
}

/** A request with what decides about its cache; undefined if its body is not stored. */
export async function loadSide(deps: ExplainDeps, row: StoredRow): Promise<Side | undefined> {
  const { db } = deps.database
  await deps.texts.learn(db, termIds([row]))
  const record = readRecord(row, deps.texts)
  const pages = await loadHeaders(db, row.header_page_id === null ? [] : [row.header_page_id])
  const headers = pages(row.header_page_id, record.requestId)
  const prompt = await loadPrompt(deps, row.id, headers?.request ?? [])
  if (prompt === undefined) return undefined
  const own = sideOf(record, prompt, headers?.request ?? [])
  return { ...own, record, responseHeaders: headers?.response ?? [] }
}

async function loadPrompt(
  { database: { db }, bodies }: ExplainDeps,
  rowId: number,
  headers: readonly string[],
): Promise<Prompt | undefined> {
  const body = await bodies.load(db, rowId, SIDE.request)
  const decoded = body && decode(body, headerOf(headers, 'content-encoding'))
  return decoded && readPrompt(decoded)
}

function sideOf(record: RequestRecord, prompt: Prompt, headers: readonly string[]): CacheSide {
  const betas = headerOf(headers, 'anthropic-beta') ?? ''
  return {
    prompt,
    startedAt: record.startedAt,
    ttfbMs: record.ttfbMs,
    ranModel: record.servedModel ?? record.routedModel,
    account: [record.provider, record.organizationId, headerOf(headers, 'x-api-key')],
    betas: betas.split(',').map((beta) => beta.trim()),
    read: record.cacheReadTokens,
    written: record.cacheCreationTokens,
  }
}
