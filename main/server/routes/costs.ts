import { decodeJson } from '../../base/json/decode-json.ts'
import { Type } from 'typebox'
import { CostsResponse } from '../../../shared/costs.ts'
import { priceChanges, PriceTable } from '../../../shared/prices.ts'
import type { DailyUsage } from '../../../shared/stats.ts'
import { estimateCosts } from './costs/estimate-costs.ts'
import { LOG_FAILURES, responses, SETTINGS_FAILURES } from '../openapi/responses.ts'
import { readRange } from './query/read-range.ts'
import type { RequestLogSource } from '../../base/request-log-source.ts'
import { noStore, PARAMS, type TypedApp } from './log/log-routes.ts'

/** The price table. */
export interface PriceSource {
  read: () => PriceTable
  /** Resolves when the table is on disk. @throws ConfigError (rejects) */
  save: (table: PriceTable) => Promise<PriceTable>
}

export interface CostDeps {
  log: RequestLogSource
  prices: PriceSource
  /** Wall clock, in ms since 1970. */
  now: () => number
}

const CostsQuery = Type.Object({
  start: PARAMS.start,
  end: PARAMS.end,
  org: PARAMS.org,
  tz: PARAMS.tz,
})

/** Registers the prices and the estimated cost of the logged tokens. */
export function registerCosts(app: TypedApp, { log, prices, now }: CostDeps): void {
  app.get(
    '/api/prices',
    {
      schema: {
        operationId: 'getPrices',
        summary: 'Get the price table',
        response: responses({ 200: PriceTable }, 'key_required', 'too_many_guesses'),
      },
    },
    (_request, reply) => noStore(reply).send(prices.read()),
  )
  app.put(
    '/api/prices',
    {
      schema: {
        operationId: 'savePrices',
        summary: 'Replace the price table',
        body: PriceTable,
        response: responses({ 200: PriceTable }, ...SETTINGS_FAILURES, 'too_many_guesses'),
      },
    },
    async ({ body }, reply) => noStore(reply).send(await prices.save(body)),
  )
  app.get(
    '/api/costs',
    {
      schema: {
        operationId: 'getCosts',
        summary: 'Estimate the cost of a time range',
        querystring: CostsQuery,
        response: responses({ 200: CostsResponse }, 'bad_query', ...LOG_FAILURES),
      },
    },
    async ({ query }, reply) => {
      const range = readRange(query, now())
      const table = prices.read()
      const json = await log.json('usage', { ...range, org: query.org, priceChanges: priceChanges(table) })
      const usage = decodeJson(json) as DailyUsage
      return noStore(reply).send(estimateCosts(usage, range, table))
    },
  )
}
