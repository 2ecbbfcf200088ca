import type { RequestSummary } from '../../../shared/request-log.ts'
import type { Api } from '../../api/api.ts'
import type { RequestFilter } from '../../../shared/request-filter.ts'
import { readSummaries } from './read-summaries.ts'
import type { Question } from './to-question.ts'

/** A part of the way back through the log. */
export interface Step {
  /** Those that were meant, newest first. */
  rows: readonly RequestSummary[]
  /** ISO 8601: everything since then was looked through. */
  searchedTo: string | undefined
  /** Where it goes on; undefined at the end of the log. */
  next: string | undefined
}

interface StepWish {
  before: string | undefined
  signal: AbortSignal
}

/** A page takes less than a frame to look through. */
const TESTED_ROWS = 2_000
const FOUND_ROWS = 200

/** Looks through the next rows before a place. Rejects as `readSummaries` does. */
export async function readStep(api: Api, { asked, test, body }: Question, wish: StepWish): Promise<Step> {
  if (body !== undefined) return readBodies(api, { asked, body }, wish)
  const { requests, next } = await readSummaries(
    api,
    { ...asked, limit: TESTED_ROWS, before: wish.before },
    wish.signal,
  )
  return { rows: test ? requests.filter(test) : requests, searchedTo: requests.at(-1)?.timestamp, next }
}

/** Bodies take a second a page; what the list itself says of the same time is found beside them. */
async function readBodies(
  api: Api,
  { asked, body }: { asked: RequestFilter; body: string },
  { before, signal }: StepWish,
): Promise<Step> {
  const limit = FOUND_ROWS
  const inBodies = await readSummaries(api, { ...asked, search: undefined, body, limit, before }, signal)
  const start = inBodies.searchedTo ?? asked.start
  const inList = await readSummaries(api, { ...asked, start, limit, before }, signal)
  // Where the list has more than fits, the bodies behind its last row come with the next step.
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
