import type { EndedBy, EndPhase } from './ended-by.ts'

/** A row of the table `REQUEST_COLUMNS`. */
export interface Column {
  column: string
  /**
   * Source of the value. `start`: known when the request is accepted; `end`: known at its end; `body`: parsed from the
   * bodies by the database thread.
   */
  from: 'start' | 'requestHeader' | 'body' | 'end' | 'usage' | 'responseHeader'
  /** Header with the value, in lower case. The stored headers keep its value, too. */
  header?: string
  /** Sanitising of untrusted text: a short name, or a message. Absent for values of our own. */
  clean?: 'name' | 'text'
  /**
   * Location in the API's documents. Absent: in list rows and in a request's detail. `response`: in list rows, and in
   * the `response` of a detail. `…Detail`: in the detail only. Other values name the object that contains the field.
   */
  at?:
    | 'requestDetail'
    | 'response'
    | 'responseDetail'
    | 'usage'
    | 'split'
    | 'serverTools'
    | 'outputDetails'
    | 'termination'
    | 'timestamp'
  /** Name of the field there, if it differs. */
  wire?: string
  /** Column title in a CSV export; absent fields are not exported. */
  csv?: string
  /** Set if text search covers this column. */
  searched?: true
  /** Query parameter that filters lists by this exact value. */
  filter?: string
}

/**
 * A repeated text is stored as the number of a term. `term` is its kind, which is stored in the database: never reuse
 * one.
 */
interface TermColumn extends Column {
  term: number
  /** Stored instead of null, so that the column can be part of a key. */
  none?: 0
}

/** A column that fits a field's type. */
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
