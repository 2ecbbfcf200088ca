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

/** The source of a sum's names: ids, and the local time of its group, in ms since 1970. */
interface Named extends Work {
  /** The model that ran. */
  modelId: number
  at: number
}

export function keyOf(groups: readonly UsageGroup[], sum: Named, texts: TermTexts): UsageKey {
  const name = (id: number | undefined): string | null => texts.of(id ?? 0) ?? null
  const all = {
    project: () => name(sum.project_id),
    session: () => name(sum.session_id),
    agent: () => name(sum.agent_id) ?? name(sum.kind_id),
    kind: () => name(sum.kind_id),
    model: () => name(sum.modelId),
    provider: () => name(sum.provider_id),
    org: () => name(sum.organization_id),
    hour: () => `${iso(sum.at, HOUR_MS).slice(0, 13)}:00`,
    day: () => iso(sum.at, DAY_MS).slice(0, 10),
    week: () => iso(weekOf(sum.at) * 7 * DAY_MS - THURSDAY, DAY_MS).slice(0, 10),
    month: () => iso(sum.at, DAY_MS).slice(0, 7),
  } as const satisfies Record<UsageGroup, () => string | null>
  return Object.fromEntries(groups.map((group) => [group, all[group]()]))
}

/** A function that returns the same value for sums with the same key, without making it. */
export function identityOf(groups: readonly UsageGroup[]): (sum: Named) => number | string {
  const parts = groups.map((group) => PARTS[group])
  const [only] = parts
  if (parts.length === 1 && only !== undefined) return only
  return (sum) => parts.map((part) => part(sum)).join(':')
}

/** Ids of different kinds differ, too. */
const PARTS: Readonly<Record<UsageGroup, (sum: Named) => number>> = {
  project: (sum) => sum.project_id ?? 0,
  session: (sum) => sum.session_id ?? 0,
  agent: (sum) => sum.agent_id || (sum.kind_id ?? 0),
  kind: (sum) => sum.kind_id ?? 0,
  model: (sum) => sum.modelId,
  provider: (sum) => sum.provider_id ?? 0,
  org: (sum) => sum.organization_id ?? 0,
  hour: (sum) => Math.floor(sum.at / HOUR_MS),
  day: (sum) => Math.floor(sum.at / DAY_MS),
  week: (sum) => weekOf(sum.at),
  month: (sum) => new Date(sum.at).getUTCFullYear() * 12 + new Date(sum.at).getUTCMonth(),
}

/** 1970 began on a Thursday: three days after a Monday. */
const THURSDAY = 3 * DAY_MS

/** Weeks from Monday, the first of which includes the beginning of 1970. */
function weekOf(at: number): number {
  return Math.floor((at + THURSDAY) / (7 * DAY_MS))
}

function iso(at: number, unit: number): string {
  return new Date(Math.floor(at / unit) * unit).toISOString()
}
