import type { RequestSummary } from '../../../shared/request-log.ts'

/** The rows of the list, whichever way they are found. Row 0 is the newest. */
export interface RowSource {
  /** Undefined while the row is still on its way. */
  rowAt: (index: number) => RequestSummary | undefined
  count: number
  /** All that the log has, where the rows are a part of it that was searched for. */
  whole?: number | undefined
  /** How far the rows were looked through, where nobody can say at once which are meant. */
  scan?: RowScan | undefined
  /** Nothing has been answered yet. */
  loading: boolean
  error: Error | undefined
  retry: () => void
}

/** A search that goes back through the log. */
export interface RowScan {
  /** `resting`: enough is found for what can be seen. */
  state: 'going' | 'resting' | 'stopped' | 'failed' | 'done'
  /** ISO 8601: everything since then was looked through. */
  searchedTo: string | undefined
  stop: () => void
  goOn: () => void
}

/** The rows that somebody can see, or soon will. `end` is not included. */
export interface RowRange {
  start: number
  end: number
}
