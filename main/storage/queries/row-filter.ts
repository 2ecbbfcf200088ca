import { sql } from 'kysely'
import type { Database } from '../database.ts'
import { FILTERED_FIELDS, type RequestQuestion } from '../../../shared/request-filter.ts'
import { fieldsWith } from '../../../shared/request-fields.ts'
import { REQUEST_COLUMNS } from '../../../shared/request-record.ts'
import type { TermKind } from '../schema.ts'
import { conversationOf } from '../write/read-facts.ts'
import { keyOf } from '../key-of.ts'
import { hasWords } from '../text/text-index.ts'
import { clean } from '../write/dictionary.ts'
import type { QueryDeps } from './query-deps.ts'
import { type Ending, outcomeConditions, statusConditions, UNSUCCESSFUL } from './status-conditions.ts'
import type { Condition } from './condition.ts'

/** Empty texts are ignored. */
export type FilterParams = RequestQuestion & Stoppable

export interface Stoppable {
  /** Set to 1, from any thread, to make the query return soon with an arbitrary result. */
  stop?: StopFlag | undefined
}

export type StopFlag = Int32Array<SharedArrayBuffer>

export interface RowFilter {
  /** In ms since 1970; `to` is exclusive. */
  range?: { from: number; to: number } | undefined
  /** Undefined matches every model. */
  modelIds?: readonly number[] | undefined
  /** Further conditions, for which there are no sums. */
  conditions: readonly Condition[]
  /** True when an index finds the matches; otherwise every row is scanned. */
  indexed: boolean
  stop: StopFlag | undefined
}

/** Resolves the filter for this database. Undefined when no row can match. */
export async function toRowFilter(deps: QueryDeps, params: FilterParams): Promise<RowFilter | undefined> {
  const { search, ids, stop } = params
  const modelIds = await deps.texts.models(deps.database.db, params.model)
  const terms = await termConditions(deps, params)
  const status = statusConditions((params.status ?? '').toLowerCase())
  const outcome = outcomeConditions(params.outcome)
  if (modelIds?.length === 0 || ids?.length === 0 || terms === undefined || status === undefined)
    return undefined
  const conditions = [
    ...terms.conditions,
    ...status.conditions,
    ...outcome.conditions,
    ...ownConditions(params),
  ]
  const calls = callConditions(deps.database, params)
  conditions.push(...calls, ...(await projectConditions(deps.database, params)))
  if (ids !== undefined) conditions.push(sql`request_key in (${sql.join(ids.map(keyOf))})`)
  for (const word of wordsOf(search)) conditions.push(await hasWord(deps.database, word))
  const indexed =
    params.missed === true ||
    [terms, status, outcome].some((found) => found.indexed) ||
    ids !== undefined ||
    calls.length > 0
  return { range: toRange(params), modelIds, conditions, indexed, stop }
}

function toRange({ start, end }: FilterParams): RowFilter['range'] {
  return start === undefined || end === undefined ? undefined : { from: start, to: end + 1 }
}

/** Conditions on the row's own columns. */
function ownConditions({ routed, minDurationMs, missed, slow }: FilterParams): Condition[] {
  const conditions: Condition[] = []
  if (routed === true) conditions.push(IS_ROUTED)
  if (routed === false) conditions.push(sql`(routed_model_id is null or routed_model_id = model_id)`)
  if (minDurationMs !== undefined) conditions.push(sql`duration_ms >= ${minDurationMs}`)
  if (missed === true) conditions.push(sql`cache_reason_id is not null`)
  if (missed === false) conditions.push(sql`cache_reason_id is null`)
  if (slow === true)
    conditions.push(sql`(coalesce(ttfb_ms, 0) >= ${SLOW.ttfb} or coalesce(duration_ms, 0) >= ${SLOW.total})`)
  if (slow === false)
    conditions.push(sql`(coalesce(ttfb_ms, 0) < ${SLOW.ttfb} and coalesce(duration_ms, 0) < ${SLOW.total})`)
  return conditions
}

const IS_ROUTED: Condition = sql`(routed_model_id is not null and routed_model_id <> model_id)`
/** In ms. */
const SLOW = { ttfb: 10_000, total: 60_000 }

/** Undefined when one of the texts occurs in no request. */
async function termConditions(
  { database: { db }, texts }: QueryDeps,
  params: FilterParams,
): Promise<Ending | undefined> {
  const conditions: Condition[] = []
  let indexed = false
  for (const { column, term, text } of wantedTexts(params)) {
    const id = await texts.find(db, term, text)
    if (id === undefined) return undefined
    conditions.push(sql`${sql.ref(column)} = ${id}`)
    if (term === errorType.term) conditions.push(UNSUCCESSFUL)
    indexed ||= term === errorType.term || term === conversationHash.term
  }
  return { conditions, indexed }
}

const { errorType, conversationHash } = REQUEST_COLUMNS

function wantedTexts(params: FilterParams): { column: string; term: TermKind; text: string }[] {
  const wanted = FILTERED_FIELDS.map((field) => {
    const { column, term, filter } = REQUEST_COLUMNS[field]
    return { column, term, text: params[filter] ?? '' }
  })
  // A session is looked up as its conversation, because only conversations have an index.
  const conversation = params.session === '' ? undefined : conversationOf(params.session)
  const all = [...wanted, { ...conversationHash, text: conversation ?? '' }]
  return all.filter(({ text }) => text !== '')
}

/** A text without words matches nothing. */
function callConditions(database: Database, { tool, file }: FilterParams): Condition[] {
  const none = sql<boolean>`1 = 0`
  return [
    ...(tool ? [hasWords(database, tool, { place: 'tool', isWhole: true }) ?? none] : []),
    ...(file ? [hasWords(database, file, { place: 'file' }) ?? none] : []),
  ]
}

async function projectConditions(
  { db, contains }: Database,
  { inProject: text = '' }: FilterParams,
): Promise<Condition[]> {
  if (text === '') return []
  const found = await db
    .selectFrom('term')
    .select('id')
    .where('kind', '=', REQUEST_COLUMNS.project.term)
    .where(contains('text', asciiLower(clean(text))))
    .limit(MAX_TERMS)
    .execute()
  const ids = found.map(({ id }) => id)
  return [ids.length === 0 ? sql`1 = 0` : sql`project_id in (${sql.join(ids)})`]
}

/** Further words are ignored, to bound the load. */
const MAX_WORDS = 8

function wordsOf(search: string | undefined): string[] {
  return clean(search ?? '')
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, MAX_WORDS)
}

/** Columns searched for a word, besides the id. */
const SEARCHED = fieldsWith({ searched: true }).map((field): [column: string, kind: TermKind] => {
  const { column, term } = REQUEST_COLUMNS[field]
  return [column, term]
})
/** With more matching ids than this, a subquery is used instead of a list. */
const MAX_TERMS = 500

/** Texts are few and rows are many, so the texts are searched and rows are compared by id. */
async function hasWord({ db, kind: engine, contains }: Database, word: string): Promise<Condition> {
  const text = asciiLower(word)
  // The id is stored reversed.
  const places = [
    contains('request_key', keyOf(text)),
    ...[hasWords({ kind: engine }, word)].filter((place) => place !== undefined),
  ]
  if (/^\d{3}$/.test(word)) places.push(sql`status = ${Number(word)}`)
  const found = await db
    .selectFrom('term')
    .select(['id', 'kind'])
    .where('kind', 'in', [...new Set(SEARCHED.map(([, kind]) => kind))])
    .where(contains('text', text))
    .limit(MAX_TERMS + 1)
    .execute()
  for (const [column, kind] of SEARCHED) {
    const ids = found.filter((term) => term.kind === kind).map(({ id }) => id)
    if (found.length > MAX_TERMS) {
      const terms = sql`select id from term where kind = ${kind} and ${contains('text', text)}`
      places.push(sql`${sql.ref(column)} in (${terms})`)
    } else if (ids.length > 0) places.push(sql`${sql.ref(column)} in (${sql.join(ids)})`)
  }
  return sql`(${sql.join(places, sql` or `)})`
}

function asciiLower(text: string): string {
  return text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())
}
