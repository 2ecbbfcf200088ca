import { type Static, Type } from 'typebox'
import { fieldsThatHave, type FieldWith } from './request-fields.ts'
import { REQUEST_COLUMNS, type RequestColumns, RequestRecord } from './request-record.ts'

/**
 * Outcome of a request, as shown in the dashboard. `limited`: refused temporarily (408, 429, 503, 529), by the upstream
 * or by Signalbox, or ended by a shutdown; `left`: cancelled by the client; `failed`: any other incomplete response;
 * `unsuccessful`: `failed` and `limited` together, as a filter.
 */
export const RequestOutcome = Type.Union([
  Type.Literal('ok'),
  Type.Literal('limited'),
  Type.Literal('failed'),
  Type.Literal('unsuccessful'),
  Type.Literal('left'),
  Type.Literal('open'),
])
export type RequestOutcome = Static<typeof RequestOutcome>

/** Order of a list: newest first, or the largest value first. `tokens`: output tokens. */
export const RequestSort = Type.Union([
  Type.Literal('time'),
  Type.Literal('duration'),
  Type.Literal('tokens'),
  Type.Literal('cost'),
])
export type RequestSort = Static<typeof RequestSort>

/** Maximum length of a list in another order than by time, or with a minimum cost. */
export const MAX_SORTED_ROWS = 10_000

/** A field that lists can filter by exact value; see `REQUEST_COLUMNS`. */
export type FilteredField = FieldWith<{ filter: string }>
export const FILTERED_FIELDS: readonly FilteredField[] = fieldsThatHave('filter')

type ByField = {
  [Field in FilteredField as RequestColumns[Field]['filter']]: (typeof RequestRecord.properties)[Field]
}

const byField = Object.fromEntries(
  FILTERED_FIELDS.map((field) => [REQUEST_COLUMNS[field].filter, RequestRecord.properties[field]]),
) as ByField

/** Filter of request lists, searches and exports. All conditions must match. */
export const RequestFilter = Type.Object({
  model: Type.Optional(Type.String({ description: 'Part of a model name, case-insensitive, or "all".' })),
  start: Type.Optional(
    Type.String({ format: 'date-time', description: 'Start of the range: ISO 8601 in UTC, or a date.' }),
  ),
  end: Type.Optional(
    Type.String({
      format: 'date-time',
      description: 'End of the range, inclusive: ISO 8601 in UTC, or a date.',
    }),
  ),
  search: Type.Optional(
    Type.String({
      maxLength: 256,
      description:
        'Words contained in ID, model, path, project, session, provider, error or stop reason, equal to the status, or at the beginning of words that the turn added to its conversation.',
    }),
  ),
  status: Type.Optional(
    Type.String({
      maxLength: 16,
      description:
        'A status code, a class such as 4xx, or one of: ok, aborted (cancelled by the client), error, open (in flight).',
    }),
  ),
  outcome: Type.Optional(RequestOutcome),
  ...byField,
  tool: Type.Optional(
    Type.String({ maxLength: 256, description: 'Name of a tool that the response calls, such as edit.' }),
  ),
  file: Type.Optional(
    Type.String({
      maxLength: 256,
      description:
        'Part of the path of a file that a tool of the response works on, from the beginning of a name.',
    }),
  ),
  inProject: Type.Optional(
    Type.String({ maxLength: 256, description: 'Part of the project, case-insensitive.' }),
  ),
  routed: Type.Optional(Type.Boolean({ description: 'True if the request was routed to another model.' })),
  minDurationMs: Type.Optional(Type.Integer({ minimum: 0, description: 'Minimum duration in ms.' })),
  missed: Type.Optional(
    Type.Boolean({ description: 'True if the request read less from the prompt cache than expected.' }),
  ),
  slow: Type.Optional(
    Type.Boolean({
      description: 'True if the first byte took at least 10 s or the whole response at least 60 s.',
    }),
  ),
})
export type RequestFilter = Unknown<Static<typeof RequestFilter>>

/**
 * The filter as the request log takes it: times in ms since 1970, both inclusive; a range applies only if both are set.
 */
export interface RequestQuestion extends Omit<RequestFilter, 'start' | 'end'> {
  start?: number | undefined
  end?: number | undefined
  /** Complete ids. */
  ids?: readonly string[] | undefined
}

type Unknown<T> = { [K in keyof T]?: T[K] | undefined }

interface Address {
  key: string
  /** Replacements of the values in the address; other values are not put there. */
  words?: Readonly<Record<string, string | boolean>>
}

/** A filter's name and values in the dashboard's address, if they differ from the API's. */
export const FILTER_ADDRESSES: Readonly<Partial<Record<keyof RequestFilter, Address>>> = {
  search: { key: 'q' },
  start: { key: 'from' },
  end: { key: 'to' },
  errorType: { key: 'error' },
  stopReason: { key: 'calls', words: { tool: 'tool_use' } },
  routed: { key: 'routed', words: { yes: true } },
  missed: { key: 'cache', words: { missed: true } },
  slow: { key: 'speed', words: { slow: true } },
}
