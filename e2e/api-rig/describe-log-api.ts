import { afterAll, beforeAll } from 'vitest'
import { describeCosts } from './describe-costs.ts'
import { describeDetails } from './describe-details.ts'
import { describeLists } from './describe-lists.ts'
import { describeStatistics } from './describe-statistics.ts'
import { createLogReader } from './log-reader.ts'
import { seed } from './seed.ts'
import { type Api, startApi } from './start-api.ts'

/** Tests of the request log API, for any database. */
export function describeLogApi(freshUrl: () => Promise<string | undefined>): void {
  let api: Api
  beforeAll(async () => {
    api = await startApi({ databaseUrl: await freshUrl(), requests: seed })
  })
  afterAll(() => api.stop())

  const reader = createLogReader(() => api)
  describeLists(reader)
  describeDetails(reader)
  describeStatistics(reader)
  describeCosts(reader)
}
