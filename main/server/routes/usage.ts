import { Type } from 'typebox'
import { coded } from '../../../shared/language/say.ts'
import { RequestKind } from '../../../shared/request-kind.ts'
import { RequestFilter } from '../../../shared/request-filter.ts'
import { USAGE_GROUPS, UsageBy, type UsageGroup, UsageSource } from '../../../shared/usage-by.ts'
import { LOG_FAILURES, responses } from '../openapi/responses.ts'
import type { CostDeps } from './costs.ts'
import { asBuffer, noStore, PARAMS, sendJson, type TypedApp } from './log/log-routes.ts'
import { badQuery } from './query/read-query.ts'
import { readRange } from './query/read-range.ts'

const UsageQuery = Type.Object({
  group: Type.Optional(
    Type.String({
      maxLength: 256,
      description: `Groupings, separated by commas: ${USAGE_GROUPS.join(', ')}. Defaults to none.`,
    }),
  ),
  start: PARAMS.start,
  end: PARAMS.end,
  tz: PARAMS.tz,
  project: Type.Optional(Type.String({ description: 'Working directory: a full path.' })),
  session: RequestFilter.properties.session,
  agent: Type.Optional(
    Type.String({
      description: `ID of a sub-agent, or a kind of requests without one: ${kinds()}.`,
    }),
  ),
  kind: RequestFilter.properties.kind,
  model: Type.Optional(
    Type.String({ description: 'Part of the name of the model that ran, case-insensitive, or "all".' }),
  ),
  provider: RequestFilter.properties.provider,
  org: PARAMS.org,
  source: Type.Optional({
    ...UsageSource,
    default: 'both',
    description:
      '`proxy`: responses that passed through. `transcript`: others, imported from Claude Code’s transcripts.',
  }),
  limit: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 100_000,
      description: 'Maximum number of groups. The total includes the others.',
    }),
  ),
  format: Type.Optional(
    Type.Union([Type.Literal('json'), Type.Literal('csv')], {
      default: 'json',
      description: 'Format of the response.',
    }),
  ),
})

/** Registers usage and cost by everything that they can be grouped by. */
export function registerUsage(app: TypedApp, { log, prices, now }: CostDeps): void {
  app.get(
    '/api/usage',
    {
      schema: {
        operationId: 'getUsage',
        summary:
          'Get usage and estimated cost by project, session, agent, model, provider, organization or time',
        querystring: UsageQuery,
        response: responses({ 200: UsageBy }, 'bad_query', ...LOG_FAILURES),
      },
    },
    async ({ query: { group = '', format, source = 'both', start, end, tz, ...filter } }, reply) => {
      const isCsv = format === 'csv'
      const asked = log.json('usageBy', {
        ...filter,
        ...readRange({ start, end, tz }, now()),
        groups: readGroups(group),
        source,
        prices: prices.read(),
        isCsv,
      })
      if (!isCsv) return sendJson(reply, asked)
      const rows = await asked
      return noStore(reply)
        .type('text/csv; charset=utf-8; header=present')
        .send(rows === undefined ? '' : asBuffer(rows))
    },
  )
}

/** @throws AppError `bad_query` */
function readGroups(text: string): UsageGroup[] {
  const names = text.split(',').map((name) => name.trim())
  const groups = names.flatMap((name) => USAGE_GROUPS.find((group) => group === name) ?? [])
  if (text.trim() !== '' && groups.length < names.length)
    throw badQuery('group', coded('invalid.one_of', { words: USAGE_GROUPS.join(', ') }))
  return [...new Set(groups)]
}

function kinds(): string {
  return RequestKind.anyOf.map((kind) => kind.const).join(', ')
}
