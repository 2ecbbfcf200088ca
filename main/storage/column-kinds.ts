import { REQUEST_COLUMNS, type RequestField } from '../../shared/request-record.ts'
import { END_PHASES, ENDED_BY, type TermKind } from './schema.ts'
import { keyOf } from './key-of.ts'

/** Conversion of a field's value to and from its column. Unknown values are stored as null. */
export interface ColumnKind {
  write: (value: unknown, ids: IdSource) => string | number | null
  read: (stored: string | number, texts: TextSource) => unknown
}

/** Ids of learned texts. */
export interface IdSource {
  idOf: (kind: TermKind, text: string | undefined) => number | null
}

/** Texts of learned ids. */
export interface TextSource {
  of: (id: number | null) => string | undefined
}

export interface RecordColumn extends ColumnKind {
  field: RequestField
  column: string
  /** Kind of a text that is stored as an id. */
  term: TermKind | undefined
}

/** No request has a billion tokens or takes 11 days; sums stay exact below 2^53 whatever an upstream reports. */
const MAX_COUNT = 1e9
const MAX_TEXT_CHARS = 2000

const KINDS = {
  key: { write: (value) => keyOf(String(value)), read: (stored) => keyOf(String(stored)) },
  time: { write: (value) => Math.max(0, Math.trunc(Number(value))), read: (stored) => stored },
  count: { write: toCount, read: (stored) => stored },
  flag: { write: toFlag, read: (stored) => stored === 1 },
  /** A flag that is omitted unless set. */
  mark: { write: toFlag, read: (stored) => (stored === 1 ? true : undefined) },
  text: {
    write: (value) => String(value).slice(0, MAX_TEXT_CHARS).toWellFormed().replaceAll('\0', '\uFFFD'),
    read: (stored) => stored,
  },
  json: { write: (value) => JSON.stringify(value), read: (stored) => JSON.parse(String(stored)) as unknown },
  endedBy: placeIn(ENDED_BY),
  endPhase: placeIn(END_PHASES),
} as const satisfies Record<string, ColumnKind>

/** All fields of a request, in the order of the table. */
export const RECORD_COLUMNS: readonly RecordColumn[] = Object.entries(REQUEST_COLUMNS).map(
  ([field, row]) => ({
    // The keys of REQUEST_COLUMNS are the field names.
    field: field as RequestField,
    column: row.column,
    term: 'term' in row ? row.term : undefined,
    ...orUnknown('term' in row ? termKind(row) : KINDS[row.as], 'none' in row ? row.none : null),
  }),
)

function orUnknown({ write, read }: ColumnKind, none: 0 | null): ColumnKind {
  return {
    write: (value, ids) => (value === undefined ? none : (write(value, ids) ?? none)),
    read: (stored, texts) => (stored === null ? undefined : read(stored, texts)),
  }
}

function termKind({ term }: { term: TermKind }): ColumnKind {
  return {
    write: (value, ids) => ids.idOf(term, String(value)),
    read: (stored, texts) => texts.of(Number(stored)),
  }
}

function placeIn(list: readonly string[]): ColumnKind {
  return { write: (value) => list.indexOf(String(value)), read: (stored) => list[Number(stored)] }
}

/** Clocks jump and upstreams send invalid values: anything but a valid count is unknown. */
function toCount(value: unknown): number | null {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0 || value > MAX_COUNT) return null
  return Math.round(value)
}

function toFlag(value: unknown): number {
  return Number(value === true)
}
