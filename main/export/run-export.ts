import type { RequestQuestion } from '../../shared/request-filter.ts'
import type { RequestLogSource } from '../base/request-log-source.ts'
import type { Export } from './create-export-thread.ts'

/** Rows that are read at a time: small enough to be quick, large enough to be few. */
const PAGE = 500

export interface ExportedList {
  filter: RequestQuestion
  /** So many of the newest; 0 is all. */
  limit: number
  /** With headers and bodies, one request after the other. */
  isDetailed: boolean
}

interface Deps {
  log: Pick<RequestLogSource, 'json'>
  /** Where it is written. */
  file: Export
}

/**
 * Writes a list of requests, newest first, in pieces; never more of it in memory than one page or one request.
 *
 * @throws what the log throws; before the first piece where it cannot be read at all
 */
export async function* exportList(deps: Deps, list: ExportedList): AsyncGenerator<Uint8Array> {
  let left = list.limit === 0 ? Infinity : list.limit
  let page = await readPage(deps, list, { limit: Math.min(PAGE, left), before: undefined })
  yield (await deps.file.write({ type: 'head' })).text
  for (;;) {
    const { text, ids, next } = await deps.file.write({ type: 'page', json: page, isIndex: list.isDetailed })
    if (list.isDetailed) yield* exportEach(deps, ids)
    else yield text
    left -= ids.length
    if (next === undefined || left <= 0) break
    page = await readPage(deps, list, { limit: Math.min(PAGE, left), before: next })
  }
  yield (await deps.file.write({ type: 'tail' })).text
}

/**
 * @param request its `RequestDetail` as JSON, and its body as it came where the format wants that
 */
export async function* exportOne(
  { file }: Deps,
  request: { json: Uint8Array<ArrayBuffer>; body: Uint8Array<ArrayBuffer> | undefined },
): AsyncGenerator<Uint8Array> {
  yield (await file.write({ type: 'head' })).text
  yield (await file.write({ type: 'request', ...request })).text
  yield (await file.write({ type: 'tail' })).text
}

/** A request that was cleared meanwhile is left out. */
async function* exportEach({ log, file }: Deps, ids: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const id of ids) {
    const json = await log.json('request', { id })
    if (json !== undefined) yield (await file.write({ type: 'request', json, body: undefined })).text
  }
}

async function readPage(
  { log }: Deps,
  { filter }: ExportedList,
  { limit, before }: { limit: number; before: string | undefined },
): Promise<Uint8Array<ArrayBuffer>> {
  const json = await log.json('summaries', { ...filter, offset: 0, limit, before })
  return json ?? new TextEncoder().encode('{"requests":[]}')
}
