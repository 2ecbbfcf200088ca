import type { RequestSummary } from '../../../shared/request-log.ts'
import type { Api } from '../../api/api.ts'
import type { RequestFilter } from '../../../shared/request-filter.ts'
import { readSummaries } from './read-summaries.ts'
import type { Question } from './to-question.ts'

/** One step of a search back through the log. */
export interface Step {
  /** Matching rows, newest first. */
  rows: readonly RequestSummary[]
  /** ISO 8601: everything from here on was searched. */
  searchedTo: string | undefined
  /** Cursor of the next step; undefined at the end of the log. */
  next: string | undefined
}

interface StepWish {
  before: string | undefined
  signal: AbortSignal
}

/** Filtering a page of this size takes less than a frame. */
const TESTED_ROWS = 2_000
const FOUND_ROWS = 200

/** Searches the next rows before a cursor. Rejects like `readSummaries`. */
export async function readStep(api: Api, { asked, test, body }: Question, wish: StepWish): Promise<Step> {
  if (body !== undefined) return readBodies(api, { asked, body }, wish)
  const { requests, next } = await readSummaries(
    api,
    { ...asked, limit: TESTED_ROWS, before: wish.before },
    wish.signal,
  )
  return { rows: test ? requests.filter(test) : requests, searchedTo: requests.at(-1)?.timestamp, next }
}

/** Searching bodies takes about one second per page. Merges matches in the summaries of the same time range. */
async function readBodies(
  api: Api,
  { asked, body }: { asked: RequestFilter; body: string },
  { before, signal }: StepWish,
): Promise<Step> {
  const limit = FOUND_ROWS
  const inBodies = await readSummaries(api, { ...asked, search: undefined, body, limit, before }, signal)
  const start = inBodies.searchedTo ?? asked.start
  const inList = await readSummaries(api, { ...asked, start, limit, before }, signal)
  // If the summaries exceed the limit, matches in older bodies come with the next step.
  const oldest = inList.next === undefined ? undefined : inList.requests.at(-1)?.timestamp
  const found = inBodies.requests.filter(({ timestamp }) => oldest === undefined || timestamp >= oldest)
  return {
    rows: [...found, ...inList.requests].toSorted(byNewest),
    searchedTo: oldest ?? inBodies.searchedTo,
    next: inList.next ?? inBodies.next,
  }
}

function byNewest(a: RequestSummary, b: RequestSummary): number {
  return a.timestamp === b.timestamp ? 0 : a.timestamp < b.timestamp ? 1 : -1
}
