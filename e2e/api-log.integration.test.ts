import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { missingPostgres, startPostgres, type TestPostgres } from '../main/storage/testing/start-postgres.ts'
import { describeClearing } from './api-rig/describe-clearing.ts'
import { describeLogApi } from './api-rig/describe-log-api.ts'
import { seed, WHOLE } from './api-rig/seed.ts'
import { startApi } from './api-rig/start-api.ts'

describe('the API on SQLite', () => {
  const none = () => Promise.resolve(undefined)
  describeLogApi(none)
  describeClearing(none)
})

const missing = missingPostgres()
describe.skipIf(missing !== undefined)(`the API on PostgreSQL ${missing ?? ''}`, () => {
  let postgres: TestPostgres
  beforeAll(async () => {
    postgres = await startPostgres()
  })
  afterAll(() => postgres.stop())
  const freshUrl = () => postgres.freshUrl()
  describeLogApi(freshUrl)
  describeClearing(freshUrl)

  it('answers every question as SQLite does', async () => {
    const apis = [
      await startApi({ requests: seed }),
      await startApi({ databaseUrl: await freshUrl(), requests: seed }),
    ]
    try {
      for (const path of QUESTIONS) {
        const [file, server] = await Promise.all(apis.map(async (api) => comparable(await api.get(path))))
        expect([path, server]).toEqual([path, file])
      }
    } finally {
      await Promise.all(apis.map((api) => api.stop()))
    }
  })

  it('shows the requests of every instance that writes to it', async () => {
    const databaseUrl = await freshUrl()
    const apis = [await startApi({ databaseUrl }), await startApi({ databaseUrl })]
    try {
      await apis[0]?.write(seed)
      const responses = await Promise.all(
        apis.map(async (api) => comparable(await api.get('/api/requests?limit=100'))),
      )
      expect(responses[1]).toEqual(responses[0])
      expect(responses[1]).toContain('"total":49')
    } finally {
      await Promise.all(apis.map((api) => api.stop()))
    }
  })
})

const RANGES = ['start=2026-10-01&end=2026-10-07', 'start=2026-10-03T05:17:00Z&end=2026-10-06T23:11:12.345Z']
const ZONES = ['UTC', 'Asia/Kathmandu', 'America/New_York', 'Pacific/Chatham']
const QUESTIONS = [
  ...['', '?page=2', '?limit=0&page=x', '?model=OPUS&limit=50', '?model=%25', '?model=ß', '?page=1e9'].map(
    (query) => `/api/requests${query}`,
  ),
  ...[
    '',
    '?limit=7',
    '?offset=3',
    '?offset=3&limit=4',
    '?model=other',
    ...RANGES.map((range) => `?${range}`),
  ].map((query) => `/api/requests/summary${query}`),
  '/api/requests/latest-date',
  `/api/requests/${WHOLE.id}`,
  `/api/requests/${WHOLE.id.slice(-6)}`,
  '/api/requests/nothing',
  ...['request', 'response'].map((side) => `/api/requests/${WHOLE.id}/body?side=${side}`),
  ...RANGES.flatMap((range) =>
    ZONES.flatMap((tz) => [
      `/api/stats/dashboard?${range}&tz=${tz}`,
      `/api/stats/dashboard?${range}&tz=${tz}&org=org-a`,
      `/api/stats/hourly?${range}&tz=${tz}`,
      `/api/stats/hourly?${range}&tz=${tz}&bucket=5`,
      `/api/stats/models?${range}&tz=${tz}`,
      `/api/costs?${range}&tz=${tz}`,
      `/api/usage?${range}&tz=${tz}&group=day,model`,
      `/api/stats?${range.replace('start', 'start_date').replace('end', 'end_date')}&tz=${tz}&model=claude`,
    ]),
  ),
  '/api/stats/organizations',
  `/api/stats/conversation?session=${WHOLE.session}`,
  ...[
    'status=5xx',
    'status=ok&model=OPUS',
    'search=overloaded',
    'minDurationMs=500',
    'routed=0',
    'search=%25',
  ].map((query) => `/api/requests/summary?${query}`),
  '/api/rate-limits',
  '/api/stats/hourly',
  ...['csv', 'jsonl', 'jsonl&bodies=1', 'har', 'html&bodies=1', 'jsonl&redact=0&bodies=1&limit=3'].map(
    (format) => `/api/requests/export?format=${format}`,
  ),
  ...['curl', 'har', 'html', 'jsonl'].map((format) => `/api/requests/${WHOLE.id}/export?format=${format}`),
]

/** A response without the port, current times, and hashes keyed per installation. */
function comparable({ status, text }: { status: number; text: string }): string {
  return `${status} ${text}`
    .replaceAll(/127\.0\.0\.1:\d+/g, 'HOST')
    .replaceAll(/"ageMs":\d+|"capturedAt":"[^"]+"|Exported by Signalbox test at [^<]+Z/g, 'NOW')
    .replaceAll(/sha256:[0-9a-f]{8}/g, 'HASH')
}
