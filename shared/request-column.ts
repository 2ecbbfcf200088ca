import type { EndedBy, EndPhase } from './ended-by.ts'

/** A row of the table `REQUEST_COLUMNS`. */
export interface Column {
  column: string
  /**
   * Where the value comes from. `start`: known when the request is accepted; `end`: told at its end; `body`: read from
   * the request's body by the database's thread.
   */
  from: 'start' | 'requestHeader' | 'body' | 'end' | 'usage' | 'responseHeader'
  /** The header that holds it, in lower case. Its value is then kept in the log of headers, too. */
  header?: string
  /** How a text is made safe to keep: as a short name that others choose, or as a message. The rest is our own. */
  clean?: 'name' | 'text'
  /**
   * Where it stands in the API's documents. Without it: in the rows of lists and in a request's detail. `response`: in
   * the rows, and in the `response` of a detail. `…Detail`: in the detail alone. The others are parts of the object of
   * that name.
   */
  at?: 'requestDetail' | 'response' | 'responseDetail' | 'usage' | 'split' | 'termination' | 'timestamp'
  /** Its name there, where it is not the field's own. */
  wire?: string
  /** The title of its column in a CSV export; without it there is none. */
  csv?: string
  /** Whether the words of a search may stand in it. */
  searched?: true
  /** The parameter that narrows lists to requests with exactly this value. */
  filter?: string
}

/** A text that repeats is stored as the number of a term; `term` is its kind, which stands in the files: never reuse one. */
interface TermColumn extends Column {
  term: number
  /** Stored in place of null, so that it can be part of a key. */
  none?: 0
}

/** A row that fits a field's type. */
export type ColumnOf<Value> = [Value] extends [EndedBy]
  ? Column & { as: 'endedBy' }
  : [Value] extends [EndPhase]
    ? Column & { as: 'endPhase' }
    : [Value] extends [string]
      ? TermColumn | (Column & { as: 'key' | 'text' })
      : [Value] extends [number]
        ? Column & { as: 'count' | 'time' }
        : [Value] extends [boolean]
          ? Column & { as: 'flag' | 'mark' }
          : Column & { as: 'json' }
