import { type RawBuilder, sql } from 'kysely'
import type { UsageGroup, UsageKey } from '../../../shared/usage-by.ts'
import type { WorkColumns } from '../schema.ts'
import type { TermTexts } from './term-texts.ts'
import { DAY_MS, HOUR_MS } from '../write/usage.ts'

/** Columns that sums are grouped by, in addition to the model that ran. */
export type WorkDimension = keyof WorkColumns | 'organization_id'

/** Ids of a sum's work; 0 means none or unknown. */
export type Work = Partial<Record<WorkDimension, number>>

const COLUMNS: Readonly<Partial<Record<UsageGroup, readonly WorkDimension[]>>> = {
  project: ['project_id'],
  session: ['session_id'],
  agent: ['agent_id', 'kind_id'],
  kind: ['kind_id'],
  provider: ['provider_id'],
  org: ['organization_id'],
}

export function dimensionsOf(groups: readonly UsageGroup[]): WorkDimension[] {
  return [...new Set(groups.flatMap((group) => COLUMNS[group] ?? []))]
}

/** A column of a table, where `request` has null instead of 0. */
export function columnOf(dimension: WorkDimension, isRequest: boolean): RawBuilder<number> {
  return isRequest ? sql`coalesce(${sql.ref(dimension)}, 0)` : sql.ref(dimension)
}

/**
 * The names of a sum.
 *
 * @param sum its ids, the model that ran, and the local time of its group, in ms since 1970
 */
export function keyOf(
  groups: readonly UsageGroup[],
  { work, modelId, at }: { work: Work; modelId: number; at: number },
  texts: TermTexts,
): UsageKey {
  const name = (id: number | undefined): string | null => texts.of(id ?? 0) ?? null
  const all = {
    project: () => name(work.project_id),
    session: () => name(work.session_id),
    agent: () => name(work.agent_id) ?? name(work.kind_id),
    kind: () => name(work.kind_id),
    model: () => name(modelId),
    provider: () => name(work.provider_id),
    org: () => name(work.organization_id),
    hour: () => `${iso(at, HOUR_MS).slice(0, 13)}:00`,
    day: () => iso(at, DAY_MS).slice(0, 10),
    week: () => mondayOf(at),
    month: () => iso(at, DAY_MS).slice(0, 7),
  } as const satisfies Record<UsageGroup, () => string | null>
  return Object.fromEntries(groups.map((group) => [group, all[group]()]))
}

function iso(at: number, unit: number): string {
  return new Date(Math.floor(at / unit) * unit).toISOString()
}

/** 1970 began on a Thursday. */
function mondayOf(at: number): string {
  const day = Math.floor(at / DAY_MS)
  return iso((day - ((day + 3) % 7)) * DAY_MS, DAY_MS).slice(0, 10)
}
