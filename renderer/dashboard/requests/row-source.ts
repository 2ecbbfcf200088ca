import type { RequestSummary } from '../../../shared/request-log.ts'

/** Rows of the list, however they are found. Row 0 is the newest. */
export interface RowSource {
  /** Undefined while the row is loading. */
  rowAt: (index: number) => RequestSummary | undefined
  /** The place of a row in a turn, if the list is grouped. */
  turnAt?: ((index: number) => TurnMark | undefined) | undefined
  count: number
  /** True if further rows follow that are not counted yet. */
  hasMore?: boolean | undefined
  /** Number of rows that match the models and times alone, if the filter has other conditions. */
  whole?: number | undefined
  /** Progress of a search, if the matches cannot be counted in advance. */
  scan?: RowScan | undefined
  /** True until the first response. */
  loading: boolean
  error: Error | undefined
  retry: () => void
}

/** The place of a row in its turn. */
export interface TurnMark {
  /** True for a request of an open turn. */
  isCall: boolean
  /** Number of requests, and their state; undefined for a single one. */
  count: number | undefined
  isOpen: boolean | undefined
  toggle: (() => void) | undefined
}

/** A search back through the log. */
export interface RowScan {
  /** `resting`: found enough rows for the visible range. */
  state: 'going' | 'resting' | 'stopped' | 'failed' | 'done'
  /** ISO 8601: everything from here on was searched. */
  searchedTo: string | undefined
  stop: () => void
  goOn: () => void
}

/** Rows that are visible or soon will be. `end` is exclusive. */
export interface RowRange {
  start: number
  end: number
}
