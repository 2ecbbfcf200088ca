import type { RequestSummary } from '../../../shared/request-log.ts'

/** The rows of the list, whichever way they are found. Row 0 is the newest. */
export interface RowSource {
  /** Undefined while the row is still on its way. */
  rowAt: (index: number) => RequestSummary | undefined
  count: number
  /** Rows of the log that were looked at, and all there are; where each has to be looked at. */
  searched: { looked: number; total: number; done: boolean } | undefined
  /** Nothing has been answered yet. */
  loading: boolean
  error: Error | undefined
  retry: () => void
}

/** The rows that somebody can see, or soon will. `end` is not included. */
export interface RowRange {
  start: number
  end: number
}
