import { costOf } from '../../../shared/cost-of.ts'
import type { ModelPrice } from '../../../shared/prices.ts'
import type { UsageByGroup, UsageGroup, UsageKey } from '../../../shared/usage-by.ts'
import type { UsageLine } from '../../../shared/usage-line.ts'
import type { UsageByParams } from '../../base/request-log-queries.ts'
import type { EndMessage, RowMessage } from '../row-message.ts'
import { planned } from './plan-rows.ts'

/** A finished request, with what its body tells. */
export interface WorkRow {
  row: RowMessage & { end: EndMessage }
  project: string | null
  kind: string | null
}

const price = (model: string, dollars: number, from?: string): ModelPrice => ({
  model,
  input: dollars,
  output: dollars * 5,
  cacheWrite5m: dollars * 1.25,
  cacheWrite1h: dollars * 2,
  cacheRead: dollars / 10,
  fast: 2,
  ...(from !== undefined && { from }),
})

/** Some models have no price, and one of the others changes on a day of the rows. */
export const WORK_PRICES: readonly ModelPrice[] = [
  price('claude-sonnet', 3),
  price('claude-sonnet', 4, '2026-10-25'),
  price('claude-advisor', 10),
]

/** Requests of a dozen sessions in four projects; those of the last session never name one. */
export function workRows(plan: Parameters<typeof planned>[0]): WorkRow[] {
  return planned(plan).map((row, index) => {
    const session = index % 12
    const agentId = index % 5 === 0 ? `agent-${session}-${index % 3}` : undefined
    const project = session === 11 ? null : `/home/me/project ${session % 4}`
    const kind = index % 7 === 1 ? 'title' : agentId === undefined ? 'main' : 'subagent'
    const hasBody = index % 5 !== 2
    const end = {
      ...row.end,
      provider: index % 4 === 0 ? 'local' : 'anthropic',
      ...(hasBody && bodyOf(kind, project)),
    }
    return {
      row: { ...row, endpoint: '/v1/messages', sessionId: `session-${session}`, agentId, end },
      project,
      kind: hasBody ? kind : null,
    }
  })
}

function bodyOf(kind: string, project: string | null): { requestBody: Uint8Array<ArrayBuffer> } {
  const environment = project === null ? '' : `<env>\nWorking directory: ${project}\nPlatform: linux\n</env>`
  const system = kind === 'title' ? 'You are naming a coding session' : environment
  const messages = [{ role: 'user', content: 'hi' }]
  return {
    requestBody: new Uint8Array(
      Buffer.from(JSON.stringify({ system, tools: [{ name: 'Bash' }, { name: 'Read' }], messages })),
    ),
  }
}

/** Reference implementation of `GET /api/usage`: groups by their key. */
export function naiveUsage(rows: readonly WorkRow[], params: Omit<UsageByParams, 'source' | 'prices'>) {
  const groups = new Map<string, UsageByGroup>()
  for (const one of rows) {
    const { row } = one
    if (row.startedAt < params.start || row.startedAt > params.end) continue
    for (const [place, line] of linesOf(row.end).entries()) {
      const all = namesOf(one, line.model, params.tz)
      if (!matches(all, params)) continue
      const key: UsageKey = Object.fromEntries(params.groups.map((group) => [group, all[group]]))
      const name = JSON.stringify(key)
      const group = groups.get(name) ?? { key, ...NOTHING }
      groups.set(name, group)
      add(group, {
        line,
        isFirst: place === 0,
        cost: costOf(line, { prices: [...WORK_PRICES] }, row.startedAt),
      })
    }
  }
  return groups
}

type Names = Record<UsageGroup, string | null>

function matches(names: Names, params: Omit<UsageByParams, 'source' | 'prices'>): boolean {
  const { model = '', project, session, agent, kind, provider, org } = params
  const isModel = model === '' || (names.model?.toLowerCase().includes(model.toLowerCase()) ?? false)
  const exact = Object.entries({ project, session, agent, kind, provider, org })
  return isModel && exact.every(([name, value]) => value === undefined || names[name as UsageGroup] === value)
}

function namesOf({ row, project, kind }: WorkRow, model: string, tz: string): Names {
  const local = new Intl.DateTimeFormat('sv-SE', { timeZone: tz, dateStyle: 'short', timeStyle: 'short' })
  const [day = '', time = ''] = local.format(row.startedAt).split(' ')
  const monday = new Date(`${day}T00:00:00Z`)
  monday.setUTCDate(monday.getUTCDate() - ((monday.getUTCDay() + 6) % 7))
  return {
    project,
    session: row.sessionId ?? null,
    agent: row.agentId ?? kind,
    kind,
    model: model === 'unknown' ? null : model,
    provider: row.end.provider ?? null,
    org: row.end.organizationId ?? null,
    hour: `${day}T${time.slice(0, 2)}:00`,
    day,
    week: monday.toISOString().slice(0, 10),
    month: day.slice(0, 7),
  }
}

function linesOf(end: EndMessage): UsageLine[] {
  if (end.usageLines !== undefined) return end.usageLines
  return [
    {
      model: end.servedModel ?? end.model ?? 'unknown',
      inputTokens: end.inputTokens ?? 0,
      outputTokens: end.outputTokens ?? 0,
      cacheCreationTokens: end.cacheCreationTokens ?? 0,
      cacheCreation1hTokens: end.cacheCreation1hTokens ?? 0,
      cacheReadTokens: end.cacheReadTokens ?? 0,
      webSearchRequests: end.webSearchRequests ?? 0,
    },
  ]
}

function add(
  group: UsageByGroup,
  { line, isFirst, cost }: { line: UsageLine; isFirst: boolean; cost: number | undefined },
): void {
  group.requests += isFirst ? 1 : 0
  group.input_tokens += line.inputTokens
  group.output_tokens += line.outputTokens
  group.cache_read_input_tokens += line.cacheReadTokens
  group.cache_creation_5m_input_tokens += line.cacheCreationTokens - line.cacheCreation1hTokens
  group.cache_creation_1h_input_tokens += line.cacheCreation1hTokens
  group.web_search_requests += line.webSearchRequests
  if (cost !== undefined) group.cost = (group.cost ?? 0) + cost
}

const NOTHING = {
  requests: 0,
  input_tokens: 0,
  output_tokens: 0,
  cache_read_input_tokens: 0,
  cache_creation_5m_input_tokens: 0,
  cache_creation_1h_input_tokens: 0,
  web_search_requests: 0,
  cost: null,
}
