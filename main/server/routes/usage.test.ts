import { expect, it } from 'vitest'
import type { Query } from '../../base/request-log-queries.ts'
import { DEFAULT_PRICES } from '../../../shared/prices.ts'
import { createTestApp } from './testing/create-test-app.ts'
import { registerUsage } from './usage.ts'

const NOW = Date.UTC(2026, 11, 1, 12)

/** The query that a request sends to the log, with the response. */
async function ask(query: string) {
  const asked: Query[] = []
  const app = createTestApp()
  const json = (...one: Query) => {
    asked.push(one)
    return Promise.resolve(new Uint8Array(Buffer.from('{}')))
  }
  const log = { json, state: () => Promise.reject(new Error('not asked')), onStored: () => () => undefined }
  const prices = { read: () => DEFAULT_PRICES, save: () => Promise.resolve(DEFAULT_PRICES) }
  registerUsage(app, { log: log as never, prices, now: () => NOW })
  const response = await app.inject(`/api/usage?${query}`)
  return { response, params: asked[0]?.[1] }
}

it('asks for the last seven days without groups by default', async () => {
  const { params } = await ask('')
  expect(params).toMatchObject({ start: NOW - 7 * 86_400_000, end: NOW, groups: [], source: 'both' })
})

it('reads groups and filters, and a group only once', async () => {
  const { params } = await ask(
    'group=project,%20model,project&agent=title&kind=title&project=/a&source=proxy&tz=UTC',
  )
  expect(params).toMatchObject({
    groups: ['project', 'model'],
    agent: 'title',
    kind: 'title',
    project: '/a',
    source: 'proxy',
    tz: 'UTC',
  })
})

it.each([
  ['group=project,nothing', 'group', 'project, session, agent'],
  ['group=,', 'group', 'project, session, agent'],
  ['source=file', 'source', 'proxy, transcript, both'],
  ['kind=nothing', 'kind', 'main, title'],
  ['format=xml', 'format', 'json, csv'],
  ['tz=Nowhere', 'tz', ''],
  ['start=yesterday', 'start', ''],
])('refuses %s and names the parameter', async (query, name, words) => {
  const { response, params } = await ask(query)
  expect(response.statusCode).toBe(400)
  expect(response.json()).toMatchObject({ code: 'bad_query', details: expect.stringContaining(`${name}: `) })
  expect(response.body).toContain(words)
  expect(params).toBeUndefined()
})

it('answers as CSV if asked to', async () => {
  const { response, params } = await ask('group=model&format=csv')
  expect(response.headers['content-type']).toBe('text/csv; charset=utf-8; header=present')
  expect(params).toMatchObject({ isCsv: true })
})
