import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { missingPostgres, startPostgres, type TestPostgres } from '../main/storage/testing/start-postgres.ts'
import { seed } from './api-rig/seed.ts'
import { type Api, startApi } from './api-rig/start-api.ts'

const RANGE = 'start=2026-10-01&end=2026-10-07'
const QUESTIONS = [
  '/api/requests',
  '/api/requests/summary',
  '/api/requests/latest-date',
  '/api/requests/0123456789abcdef',
  '/api/requests/0123456789abcdef/body',
  '/api/requests/0123456789abcdef/export?format=har',
  '/api/requests/export?format=csv',
  '/api/stats',
  '/api/stats/dashboard',
  `/api/stats/hourly?${RANGE}`,
  `/api/stats/models?${RANGE}`,
  '/api/stats/organizations',
  '/api/rate-limits',
  '/api/costs',
  '/api/usage?group=model',
  '/api/usage/transcripts',
  '/api/sessions',
  '/api/sessions/nothing',
]

async function expectRefusals(api: Api, details: string): Promise<void> {
  for (const path of QUESTIONS) {
    const { status, json } = await api.get(path)
    expect([path, status, json]).toMatchObject([path, 503, { code: 'log_unavailable', details }])
  }
  expect(await api.get('/api/requests', { method: 'DELETE' })).toMatchObject({ status: 503 })
  // Endpoints that do not need the log keep working.
  for (const path of [
    '/api/status',
    '/api/storage',
    '/api/prices',
    '/api/conversations',
    '/v1/models',
    '/livez',
  ])
    expect([path, (await api.get(path)).status]).toEqual([path, 200])
}

it('says what is wrong with a file of a newer version', async () => {
  const api = await startApi({
    prepare(folder) {
      const newer = new DatabaseSync(join(folder, 'signalbox.db'))
      newer.exec(`pragma user_version = 999; pragma application_id = ${0x53_42_00_00 + 999}`)
      newer.close()
    },
  })
  await expectRefusals(api, 'A newer Signalbox wrote the database. Update this one.')
  expect((await api.get('/api/storage')).json).toMatchObject({
    state: { status: 'degraded', reason: 'newer_schema' },
  })
  await api.stop()
})

const missing = missingPostgres()
describe.skipIf(missing !== undefined)(`with a PostgreSQL server ${missing ?? ''}`, () => {
  let postgres: TestPostgres
  beforeAll(async () => {
    postgres = await startPostgres()
  })
  afterAll(() => postgres.stop())

  it('says that it does not answer, breaks an export off, and recovers by itself', async () => {
    const api = await startApi({ databaseUrl: await postgres.freshUrl(), requests: seed })
    const begun = await fetch(`${api.url}/api/requests/export?format=jsonl&bodies=1`)
    await postgres.crash()
    // An incomplete file must not look complete.
    await expect(begun.text()).rejects.toThrow('terminated')
    await expect
      .poll(async () => (await api.get('/api/requests')).text, { timeout: 20_000 })
      .toContain('PostgreSQL')
    await expectRefusals(api, 'PostgreSQL doesn’t respond or rejects Signalbox. Check DATABASE_URL.')
    // A backend that still holds the old server's memory makes the first attempt fail.
    await postgres.start().catch(() => postgres.start())
    await expect.poll(async () => (await api.get('/api/requests')).status, { timeout: 20_000 }).toBe(200)
    expect((await api.get('/api/requests?model=claude')).json).toMatchObject({ requests: { length: 10 } })
    await api.stop()
  })
})
