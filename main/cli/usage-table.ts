import { printable } from '../../shared/printable.ts'
import type { SessionSummary } from '../../shared/sessions.ts'
import type { UsageBy, UsageGroup, UsageKey, UsageSums } from '../../shared/usage-by.ts'

/** Longer lists are cut: `--json` has all. */
const MAX_ROWS = 50
const MIN_NAME_WIDTH = 20
const SESSION_CHARS = 8

export type SessionName = Pick<SessionSummary, 'title' | 'project'>

interface TableOptions {
  groups: readonly UsageGroup[]
  /** Columns of the terminal. */
  width: number
  /** The user's home folder, written as `~`. */
  home: string
  /** Start of the range, as it was asked for. */
  since: string
  /** Project and title of sessions by ID, as far as they are known. */
  sessions?: ReadonlyMap<string, SessionName> | undefined
}

const NUMBERS: readonly (readonly [title: string, width: number, write: (sums: UsageSums) => string])[] = [
  ['Cost', 9, ({ cost }) => dollars(cost)],
  ['Requests', 8, ({ requests }) => short(requests)],
  ['Input', 5, ({ input_tokens: tokens }) => short(tokens)],
  ['Output', 6, ({ output_tokens: tokens }) => short(tokens)],
  ['Cache', 6, (sums) => short(cacheOf(sums))],
]
const GAP = 2
const NUMBERS_WIDTH = NUMBERS.reduce((sum, [, width]) => sum + width + GAP, 0)

/** `signalbox usage` as text that fits the terminal's width. Pure. */
export function usageTable(answer: UsageBy, options: TableOptions): string[] {
  const { groups, width, since } = options
  if (answer.groups.length === 0) return [`No requests since ${sayTime(since)}.`]
  const rows = answer.groups.slice(0, MAX_ROWS)
  const names = rows.map(({ key }) => nameOf(key, options))
  const title = groups.map((group) => TITLES[group]).join(' · ')
  const room = Math.max(MIN_NAME_WIDTH, width - NUMBERS_WIDTH)
  const nameWidth = Math.min(room, Math.max(...[title, ...names, 'Total'].map(({ length }) => length)))
  const line = (name: string, sums: UsageSums) =>
    [
      fit(name, nameWidth, groups[0] === 'session'),
      ...NUMBERS.map(([, size, write]) => write(sums).padStart(size)),
    ].join('  ')
  const rest = answer.groups.length - rows.length
  return [
    `Usage since ${sayTime(since)}, at list prices`,
    '',
    [title.padEnd(nameWidth), ...NUMBERS.map(([head, size]) => head.padStart(size))].join('  '),
    ...rows.map((row, index) => line(names[index] ?? '', row)),
    ...(rest > 0 ? [`… and ${rest} more; --json lists all`] : []),
    line('Total', answer.total),
    ...answer.unpriced.map(({ model, requests }) =>
      requests === 1
        ? `1 request of ${model} has no price.`
        : `${requests} requests of ${model} have no price.`,
    ),
  ]
}

const TITLES: Readonly<Record<UsageGroup, string>> = {
  project: 'Project',
  session: 'Session',
  agent: 'Agent',
  kind: 'Kind',
  model: 'Model',
  provider: 'Provider',
  org: 'Organization',
  hour: 'Hour',
  day: 'Day',
  week: 'Week of',
  month: 'Month',
}

function nameOf(key: UsageKey, { groups, home, sessions }: TableOptions): string {
  const names = groups.map((group) => {
    const name = key[group] ?? '(unknown)'
    if (group === 'project') return shortPath(name, home)
    const session = group === 'session' ? sessions?.get(name) : undefined
    if (session !== undefined) return sayNamed(name, session)
    // Beside other groups there is no room for all of it. The dashboard calls a session without a title so, too.
    if (group === 'session' && groups.length > 1 && key.session) return name.slice(0, SESSION_CHARS)
    return name.replace('T', ' ')
  })
  return names.join(' · ')
}

/** `f34fb7cc app · Fix the login`: the ID is for `--json` and the dashboard's search, the rest for people. */
function sayNamed(id: string, { title, project }: SessionName): string {
  const folder = project?.split(/[\\/]/).findLast((part) => part !== '')
  const known = [folder, title].filter((part) => part !== undefined).map((part) => printable(part))
  return [id.slice(0, SESSION_CHARS), known.join(' · ')].filter(Boolean).join(' ')
}

function shortPath(path: string, home: string): string {
  const isInside = home !== '' && path.startsWith(home) && /^[\\/]|^$/.test(path.slice(home.length))
  return isInside ? `~${path.slice(home.length)}` : path
}

/** The end of a path or a name tells more than its beginning, unless it begins with a session. */
function fit(name: string, width: number, keepsStart: boolean): string {
  if (name.length <= width) return name.padEnd(width)
  return keepsStart ? `${name.slice(0, width - 1)}…` : `…${name.slice(name.length - width + 1)}`
}

function cacheOf(sums: UsageSums): number {
  const { cache_read_input_tokens: read } = sums
  return read + sums.cache_creation_5m_input_tokens + sums.cache_creation_1h_input_tokens
}

const COMPACT = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 })
const CENTS = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' })
/** For amounts whose cents have no room. */
const DOLLARS = new Intl.NumberFormat('en-US', {
  style: 'currency',
  currency: 'USD',
  maximumFractionDigits: 0,
})
const MANY_DOLLARS = 9999.99

function short(count: number): string {
  return COMPACT.format(count).toLowerCase().replace('m', 'M').replace('b', 'G')
}

function dollars(cost: number | null): string {
  if (cost === null) return 'no price'
  if (cost > 0 && cost < 0.005) return '<$0.01'
  return (cost > MANY_DOLLARS ? DOLLARS : CENTS).format(cost)
}

/** `2026-11-24T13:05:00.000Z` → `2026-11-24 14:05`, in local time; a date stays. */
function sayTime(since: string): string {
  if (!since.includes('T')) return since
  return new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short' }).format(new Date(since))
}
