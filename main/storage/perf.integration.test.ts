import { statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { DEFAULT_PRICES } from '../../shared/prices.ts'
import { DATABASE_FILE } from './client/create-store.ts'
import type { QueryName, QueryParams } from '../base/request-log-queries.ts'
import { createRig, type Rig } from './testing/create-rig.ts'
import { fillMany, MANY } from './testing/fill-many.ts'
import { openStorageWorker, type TestEngine } from './testing/open-engine.ts'

/**
 * For the full size: SIGNALBOX_ROWS=1000000. To keep the file, and fill it only when new: SIGNALBOX_PERF_FILE. To
 * measure a PostgreSQL server instead: SIGNALBOX_PERF_URL.
 */
const ROWS = Number(process.env['SIGNALBOX_ROWS'] ?? 60_000)
const URL_TO_MEASURE = process.env['SIGNALBOX_PERF_URL']
const FILE_TO_KEEP = process.env['SIGNALBOX_PERF_FILE']
const RUNS = 20
/**
 * Time limits at the 95th percentile with a million rows, in ms: for a normal query, and for one that scans every row.
 */
const LIMIT = 200
const SEARCH_LIMIT = 2000

const DAY = 86_400_000
const { from, to } = MANY
const month = { start: from, end: to - 1 }
const day = { start: to - 2 * DAY, end: to - DAY - 1 }

const QUESTIONS: [string, QueryName, QueryParams<QueryName>][] = [
  ['newest page of 50', 'summaries', { offset: 0, limit: 50 }],
  ['newest page of 10, with limits', 'requests', { page: 1, limit: 10 }],
  ['deep page', 'summaries', { offset: ROWS / 2, limit: 50 }],
  ['part of a model name: one', 'summaries', { offset: 0, limit: 50, model: 'model-17' }],
  ['part of a model name: all', 'summaries', { offset: 0, limit: 50, model: 'model' }],
  ['part of a model name: none', 'summaries', { offset: 0, limit: 50, model: 'nothing' }],
  ['one hour of summaries', 'summaries', { offset: 0, limit: 0, start: to - 3_600_000, end: to }],
  ['statistics of 7 days', 'stats', { start: to - 7 * DAY - 12_345, end: to - 54_321 }],
  ['days of a month, UTC', 'daily', { ...month, tz: 'UTC' }],
  ['days of a month, Berlin', 'daily', { ...month, tz: 'Europe/Berlin' }],
  ['days of a month, Kathmandu', 'daily', { ...month, tz: 'Asia/Kathmandu' }],
  ['hours of a day', 'hourly', { ...day, tz: 'Europe/Berlin', bucket: 60 }],
  ['quarters of the hours of a day', 'hourly', { ...day, tz: 'Europe/Berlin', bucket: 15 }],
  ['models of a month', 'models', month],
  ['organisations', 'organizations', {}],
  ...(['project', 'session', 'agent', 'model', 'provider', 'org', 'hour', 'day'] as const).map(
    (group): [string, QueryName, QueryParams<QueryName>] => [
      `usage by ${group}`,
      'usageBy',
      {
        start: from + 12_345,
        end: to - 54_321,
        tz: 'Europe/Berlin',
        groups: [group],
        source: 'both',
        prices: DEFAULT_PRICES,
        limit: 500,
      },
    ],
  ),
  ['newest date', 'latestDate', {}],
  ['newest sessions', 'sessions', { sort: 'last', offset: 0, limit: 50, prices: DEFAULT_PRICES }],
  ['sessions by cost', 'sessions', { sort: 'cost', offset: 0, limit: 50, prices: DEFAULT_PRICES }],
  ['one session', 'session', { id: 'session-70', prices: DEFAULT_PRICES }],
  ['request by its last characters', 'request', { id: 'abcd' }],
]

const SEARCHES: typeof QUESTIONS = [
  [
    'sessions by a part of their id',
    'sessions',
    { sort: 'last', offset: 0, limit: 50, search: 'session-1', prices: DEFAULT_PRICES },
  ],
  ['failed', 'summaries', { offset: 0, limit: 50, outcome: 'failed' }],
  ['whole', 'summaries', { offset: 0, limit: 50, outcome: 'ok' }],
  ['a provider', 'summaries', { offset: 0, limit: 50, provider: 'anthropic' }],
  ['a session', 'summaries', { offset: 0, limit: 50, session: 'session-70' }],
  ['a stop reason', 'summaries', { offset: 0, limit: 50, stopReason: 'tool_use' }],
  ['routed', 'summaries', { offset: 0, limit: 50, routed: true }],
  ['slow', 'summaries', { offset: 0, limit: 50, slow: true }],
  ['a search that finds one', 'summaries', { offset: 0, limit: 50, search: '0000abcd' }],
  ['a search that finds many old ones', 'summaries', { offset: 0, limit: 50, search: 'session-1' }],
  ['a search for nothing', 'summaries', { offset: 0, limit: 50, search: 'nothing like it' }],
]

let rig: Rig
beforeEach(() => {
  rig = createRig()
})
afterEach(() => rig.end())

it(`answers from ${ROWS} rows in time`, { timeout: 600_000 }, async () => {
  const file = FILE_TO_KEEP ?? join(rig.folder, DATABASE_FILE)
  const storageWorker = openStorageWorker(URL_TO_MEASURE === undefined ? { file } : { url: URL_TO_MEASURE })
  const { total } = await storageWorker.read('requests', { page: 1, limit: 1 })
  const lines = total === ROWS ? [`${ROWS} rows were there`] : [await insert(storageWorker)]
  if (URL_TO_MEASURE === undefined) lines.push(`bytes per row: ${(statSync(file).size / ROWS).toFixed(0)}`)
  const slow: string[] = []
  for (const [title, name, params] of [...QUESTIONS, ...SEARCHES]) {
    const { p50, p95 } = await measure(() => storageWorker.ask(name, params))
    lines.push(
      `${title.padEnd(34)} p50 ${p50.toFixed(2).padStart(8)} ms, p95 ${p95.toFixed(2).padStart(8)} ms`,
    )
    // A small run only checks that everything works: there, load from other processes must not fail it.
    const judged = ROWS >= 1_000_000 ? p95 : p50
    if (judged > (SEARCHES.some(([one]) => one === title) ? SEARCH_LIMIT : LIMIT)) slow.push(title)
  }
  await storageWorker.close()
  process.stdout.write(`${lines.join('\n')}\n`)
  expect(slow).toEqual([])
})

async function insert(storageWorker: TestEngine): Promise<string> {
  return `insert: ${(await fillMany(storageWorker, ROWS)).toFixed(1)} µs per row`
}

async function measure(work: () => Promise<unknown>): Promise<{ p50: number; p95: number }> {
  const times: number[] = []
  for (let run = 0; run < RUNS; run++) {
    const start = performance.now()
    await work()
    times.push(performance.now() - start)
  }
  const sorted = times.toSorted((a, b) => a - b)
  return { p50: sorted[Math.floor(RUNS / 2)] ?? 0, p95: sorted[Math.floor(RUNS * 0.95)] ?? 0 }
}
