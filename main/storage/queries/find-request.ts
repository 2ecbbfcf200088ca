import { toLog } from '../../../shared/request-documents.ts'
import type { LoggedHeaders, RequestLog } from '../../../shared/request-log.ts'
import { createRequestCosts, withCost } from '../../../shared/request-usage.ts'
import type { BodyParams, RequestParams, WithBodyParams } from '../../base/request-log-queries.ts'
import { headerOf } from '../headers.ts'
import { decode } from '../body/compress.ts'
import { rateLimitOf } from '../rate-limit-headers.ts'
import { SIDE } from '../schema.ts'
import { loadTitles } from '../sessions/keep-sessions.ts'
import { loadHeaders } from '../write/header-pages.ts'
import { keyOf } from '../key-of.ts'
import { assembleMessage } from '../../base/anthropic/assemble-message.ts'
import { readEventData } from '../../base/anthropic/read-event-data.ts'
import { parseJson } from '../../base/json/parse-json.ts'
import { defineField } from '../../base/json/define-field.ts'
import type { QueryDeps } from './query-deps.ts'
import type { StoredRow } from './read-rows.ts'
import { readRecord, termIds } from './read-record.ts'

/** A shorter suffix would match a random row. */
const SHORTEST_ID = 4

/** `GET /api/requests/{id}`: with headers and bodies if they were kept. Returns the newest of several matches. */
export async function findRequest(
  deps: QueryDeps,
  { id, prices }: RequestParams,
): Promise<{ request: RequestLog; fullId: string } | undefined> {
  const { db } = deps.database
  const row = await findRow(deps, id)
  if (row === undefined) return undefined
  await deps.texts.learn(db, termIds([row]))
  const titles = await loadTitles(db, [row])
  const known = toLog(readRecord(row, deps.texts), titles.get(row.session_id))
  const log = withCost(known, prices && createRequestCosts(prices))
  const headers = (await loadHeaders(db, row.header_page_id === null ? [] : [row.header_page_id]))(
    row.header_page_id,
    log.requestId,
  )
  const previous = await previousKey(deps, row)
  if (previous !== undefined) log.previous = keyOf(previous)
  const request = await deps.bodies.load(db, row.id, SIDE.request)
  const response = await deps.bodies.load(db, row.id, SIDE.response)
  if (headers?.query !== undefined) log.query = headers.query
  if (headers !== undefined) log.headers = byName(headers.request)
  if (request !== undefined) Object.assign(log, readable(request, headers?.request ?? []))
  addResponse(log, { body: response, headers: headers?.response })
  return { request: log, fullId: log.requestId }
}

/** A request in flight with its body, if that is JSON. */
export async function addBody(
  _deps: QueryDeps,
  { detail, body }: WithBodyParams,
): Promise<WithBodyParams['detail']> {
  const parsed = parseJson(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString())
  if (parsed === undefined) return detail
  return { ...detail, request: { ...detail.request, body: parsed } }
}

/** The original bytes of a body; undefined when it was not kept. */
export async function findBody(deps: QueryDeps, { id, side }: BodyParams): Promise<Buffer | undefined> {
  const row = await findRow(deps, id)
  return row === undefined ? undefined : deps.bodies.load(deps.database.db, row.id, SIDE[side])
}

/** The key of the linked row, unless it was deleted; another one may have its id since. */
export async function previousKey(
  { database: { db } }: QueryDeps,
  { previous_id: id, conversation_id: conversation, kind_id: kind }: StoredRow,
): Promise<string | undefined> {
  if (id === null) return undefined
  const row = await db
    .selectFrom('request')
    .select('request_key')
    .where('id', '=', id)
    .where('conversation_id', '=', conversation)
    .where('kind_id', '=', kind)
    .executeTakeFirst()
  return row?.request_key
}

/** The row of a whole id, or the newest that ends with these characters. */
export async function findRow({ database: { db } }: QueryDeps, id: string): Promise<StoredRow | undefined> {
  const key = keyOf(id)
  const exact = await db.selectFrom('request').selectAll().where('request_key', '=', key).executeTakeFirst()
  if (exact !== undefined || id.length < SHORTEST_ID) return exact
  return db
    .selectFrom('request')
    .selectAll()
    .where('request_key', '>', key)
    .where('request_key', '<', `${key}\u{10FFFF}`)
    .orderBy('started_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
}

function addResponse(
  { response, organizationId, timestamp }: RequestLog,
  { body, headers }: { body: Buffer | undefined; headers: readonly string[] | undefined },
): void {
  if (response === undefined) return
  if (headers !== undefined) response.headers = byName(headers)
  const rateLimit = rateLimitOf(headers ?? [], { organizationId, at: Date.parse(timestamp) })
  if (rateLimit !== undefined) response.rateLimit = rateLimit
  if (body === undefined) return
  const type = headerOf(headers ?? [], 'content-type') ?? ''
  if (!type.startsWith('text/event-stream')) {
    Object.assign(response, readable(body, headers ?? []))
    return
  }
  const decoded = decode(body, headerOf(headers ?? [], 'content-encoding'))
  const events = readEventData(decoded?.toString() ?? '')
  response.streamingChunks = events
  const message = assembleMessage(events)
  if (message !== undefined) response.body = message
}

/** Parsed JSON, or else text. */
function readable(body: Buffer, headers: readonly string[]): { body: unknown } | { bodyText: string } {
  const text = (decode(body, headerOf(headers, 'content-encoding')) ?? body).toString()
  try {
    return { body: JSON.parse(text) as unknown }
  } catch {
    return { bodyText: text }
  }
}

function byName(raw: readonly string[]): LoggedHeaders {
  const headers: LoggedHeaders = {}
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = (raw[i] ?? '').toLowerCase()
    const value = raw[i + 1] ?? ''
    // Own fields only: a header may be called `constructor`.
    const known = Object.hasOwn(headers, name) ? headers[name] : undefined
    if (known === undefined) defineField(headers, name, [value])
    else known.push(value)
  }
  return headers
}
