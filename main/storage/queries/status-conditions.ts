import { sql } from 'kysely'
import type { RequestOutcome } from '../../../shared/request-filter.ts'
import { END_PHASES, ENDED_BY } from '../schema.ts'
import type { Condition } from './condition.ts'

/** Conditions of a filter, and whether an index covers them. */
export interface Ending {
  conditions: readonly Condition[]
  indexed: boolean
}

const OWN = sql.lit(ENDED_BY.indexOf('proxy'))
const DONE = sql.lit(END_PHASES.indexOf('done'))

/** Must match the condition of the partial index literally. */
export const UNSUCCESSFUL: Condition = sql`(who is not null and (phase <> ${DONE} or status >= 400 or error_id is not null))`
/** Not just `not UNSUCCESSFUL`: a null status is not unsuccessful, but the negation would be null. */
const IS_WHOLE: Condition = sql`(who is not null and phase = ${DONE} and coalesce(status, 0) < 400 and error_id is null)`
const IS_LEFT: Condition = sql`(who = ${sql.lit(ENDED_BY.indexOf('client'))} and phase <> ${DONE})`
const IS_OPEN: Condition = sql`who is null`
/** Rate limits, overload and restarts are temporary; other failures need attention. */
const IS_PASSING: Condition = sql`((coalesce(status, 0) in (408, 429, 503, 529) and (phase = ${DONE} or who = ${OWN}))
  or (phase <> ${DONE} and who = ${sql.lit(ENDED_BY.indexOf('shutdown'))}))`

/** Undefined for an unknown status. */
export function statusConditions(status: string): Ending | undefined {
  if (/^\d{3}$/.test(status)) return scanned(sql`status = ${Number(status)}`)
  if (/^[1-5]xx$/.test(status)) {
    const first = Number(status[0]) * 100
    return scanned(sql`status >= ${first}`, sql`status < ${first + 100}`)
  }
  switch (status) {
    case '':
      return scanned()
    case 'ok':
      return scanned(IS_WHOLE)
    case 'aborted':
      return indexed(UNSUCCESSFUL, IS_LEFT)
    case 'error':
      return indexed(UNSUCCESSFUL, sql`not ${IS_LEFT}`)
    case 'open':
      return indexed(IS_OPEN)
    default:
      return undefined
  }
}

export function outcomeConditions(outcome: RequestOutcome | undefined): Ending {
  switch (outcome) {
    case undefined:
      return scanned()
    case 'ok':
      return scanned(IS_WHOLE)
    case 'limited':
      return indexed(UNSUCCESSFUL, IS_PASSING)
    case 'failed':
      return indexed(UNSUCCESSFUL, sql`not ${IS_LEFT}`, sql`not ${IS_PASSING}`)
    case 'unsuccessful':
      return indexed(UNSUCCESSFUL, sql`not ${IS_LEFT}`)
    case 'left':
      return indexed(UNSUCCESSFUL, IS_LEFT)
    case 'open':
      return indexed(IS_OPEN)
  }
}

function scanned(...conditions: Condition[]): Ending {
  return { conditions, indexed: false }
}

function indexed(...conditions: Condition[]): Ending {
  return { conditions, indexed: true }
}
