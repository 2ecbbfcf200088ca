import type { PriceTable } from '../../shared/prices.ts'
import type { RequestQuestion } from '../../shared/request-filter.ts'
import type { RequestLogSource } from '../base/request-log-source.ts'
import type { Export } from './create-export-thread.ts'

/** Rows per page: few enough to be quick, enough to keep the number of queries low. */
const PAGE = 500

export interface ExportedList {
  filter: RequestQuestion
  /** Number of newest requests; 0 means all. */
  limit: number
  /** Include headers and bodies, one request at a time. */
  isDetailed: boolean
  /** Prices for the cost of each request. */
  prices: PriceTable
}

interface Deps {
  log: Pick<RequestLogSource, 'json'>
  /** The export being written. */
  file: Export
}

/**
 * Exports a list of requests, newest first, in pieces. Holds at most one page or one request in memory.
 *
 * @throws the error of the log; before the first piece if the log cannot be read at all
 */
export async function* exportList(deps: Deps, list: ExportedList): AsyncGenerator<Uint8Array> {
  let left = list.limit === 0 ? Infinity : list.limit
  let page = await readPage(deps, list, { limit: Math.min(PAGE, left), before: undefined })
  yield (await deps.file.write({ type: 'head' })).text
  for (;;) {
    const { text, ids, next } = await deps.file.write({ type: 'page', json: page, isIndex: list.isDetailed })
    if (list.isDetailed) yield* exportEach(deps, ids, list.prices)
    else yield text
    left -= ids.length
    if (next === undefined || left <= 0) break
    page = await readPage(deps, list, { limit: Math.min(PAGE, left), before: next })
  }
  yield (await deps.file.write({ type: 'tail' })).text
}

/** @param request its `RequestDetail` as JSON, and the original body where the format needs it */
export async function* exportOne(
  { file }: Deps,
  request: { json: Uint8Array<ArrayBuffer>; body: Uint8Array<ArrayBuffer> | undefined },
): AsyncGenerator<Uint8Array> {
  yield (await file.write({ type: 'head' })).text
  yield (await file.write({ type: 'request', ...request })).text
  yield (await file.write({ type: 'tail' })).text
}

/** Skips requests that were cleared in the meantime. */
async function* exportEach(
  { log, file }: Deps,
  ids: readonly string[],
  prices: PriceTable,
): AsyncGenerator<Uint8Array> {
  for (const id of ids) {
    const json = await log.json('request', { id, prices })
    if (json !== undefined) yield (await file.write({ type: 'request', json, body: undefined })).text
  }
}

async function readPage(
  { log }: Deps,
  { filter, prices }: ExportedList,
  { limit, before }: { limit: number; before: string | undefined },
): Promise<Uint8Array<ArrayBuffer>> {
  const json = await log.json('summaries', { ...filter, offset: 0, limit, before, prices })
  return json ?? new TextEncoder().encode('{"requests":[]}')
}
