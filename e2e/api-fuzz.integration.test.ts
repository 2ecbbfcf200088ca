import fc from 'fast-check'
import { Check } from 'typebox/value'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { missingPostgres, startPostgres, type TestPostgres } from '../main/storage/testing/start-postgres.ts'
import { ErrorResponse } from '../main/server/openapi/responses.ts'
import { listOperations } from './api-rig/list-operations.ts'
import { seed, WHOLE } from './api-rig/seed.ts'
import { type Api, startApi } from './api-rig/start-api.ts'

/** Queries of each database. A full run has 10,000; each push runs this many. */
const QUERIES = Number(process.env['SIGNALBOX_FUZZ_QUERIES'] ?? 1_000)

const NAUGHTY = [
  '',
  ' ',
  '\0',
  '%00',
  "'; drop table request; --",
  '%',
  '_',
  '\\',
  '"',
  '`id`',
  '../../etc/passwd',
  '{}',
  '[]',
  'null',
  'undefined',
  'NaN',
  'Infinity',
  '-1',
  '0',
  '1e309',
  '9'.repeat(40),
  '-'.repeat(40),
  'é',
  '𝒳',
  '\ud800',
  '\u202e',
  '\r\nX-Injected: 1',
  'x'.repeat(3000),
  '2026-10-01',
  '2026-10-07T00:00:00Z',
  '9999-12-31',
  '0000-01-01',
  '-271821-04-20T00:00:00Z',
  '2026-02-30',
  '2026-10-07T00:00:00+99:99',
  'Europe/Berlin',
  'Etc/GMT+12',
  '+05:30',
  'all',
  'org-a',
  'true',
  'off',
  'csv',
  'har',
  'html',
  'jsonl',
  'curl',
  'request',
  '1700000000000-42',
  WHOLE.id,
  WHOLE.id.slice(-4),
]
const NAMES = [
  'page',
  'limit',
  'offset',
  'before',
  'model',
  'start',
  'end',
  'start_date',
  'end_date',
  'tz',
  'org',
  'bucket',
  'side',
  'format',
  'redact',
  'bodies',
  'project',
  'text',
  'search',
  '__proto__',
  'constructor',
  'start[]',
  'page[$gt]',
]

const value = fc.oneof(fc.constantFrom(...NAUGHTY), fc.string({ maxLength: 30 }), fc.integer().map(String))
const params = fc.array(fc.tuple(fc.constantFrom(...NAMES), value), { maxLength: 6 })
/** Mostly well-formed, sometimes arbitrary client input. */
const query = fc.oneof(
  {
    weight: 5,
    arbitrary: params.map((pairs) =>
      new URLSearchParams(pairs.map(([name, text]) => [name, text.toWellFormed()])).toString(),
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .string({ maxLength: 60 })
      .map((text) => encodeURI(text.toWellFormed()).replaceAll('#', '%23')),
  },
)

function describeFuzz(freshUrl: () => Promise<string | undefined>): void {
  let api: Api
  let paths: string[]
  beforeAll(async () => {
    api = await startApi({ databaseUrl: await freshUrl(), requests: seed })
    const own = (await listOperations(api)).filter(
      ({ method, tag }) => method === 'GET' && tag === 'dashboard',
    )
    paths = own.map(({ template }) => template).filter((template) => template !== '/api/events')
    expect(paths.length).toBeGreaterThan(15)
  })
  afterAll(() => api.stop())

  it(
    `${QUERIES} queries bring no answer above 499 and none without words`,
    { timeout: 600_000 },
    async () => {
      const request = fc.tuple(fc.nat(), value, query)
      const requests = fc.sample(request, { numRuns: QUERIES, seed: 20_261_007 })
      const statuses = new Map<number, number>()
      let next = 0
      async function work(): Promise<void> {
        for (let one = requests[next++]; one !== undefined; one = requests[next++]) {
          const [nth, id, text] = one
          const template = paths[nth % paths.length] ?? ''
          const path = `${template.replace('{id}', encodeURIComponent(id.toWellFormed()))}?${text}`
          const response = await api.get(path)
          expect([path, response.status < 500]).toEqual([path, true])
          expect([path, response.status < 400 || Check(ErrorResponse, response.json)]).toEqual([path, true])
          statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1)
        }
      }
      await Promise.all([work(), work(), work(), work()])
      // Both valid and invalid queries were tried, and the log is unchanged.
      expect(statuses.get(200)).toBeGreaterThan(QUERIES / 5)
      expect((statuses.get(400) ?? 0) + (statuses.get(404) ?? 0)).toBeGreaterThan(QUERIES / 10)
      expect((await api.get('/api/requests')).json).toMatchObject({ total: 49 })
      expect((await api.get('/api/storage')).json).toMatchObject({ state: { status: 'ok', restarts: 0 } })
    },
  )
}

describe('whatever is asked of SQLite', () => {
  describeFuzz(() => Promise.resolve(undefined))
})

const missing = missingPostgres()
describe.skipIf(missing !== undefined)(`whatever is asked of PostgreSQL ${missing ?? ''}`, () => {
  let postgres: TestPostgres
  beforeAll(async () => {
    postgres = await startPostgres()
  })
  afterAll(() => postgres.stop())
  describeFuzz(() => postgres.freshUrl())
})
