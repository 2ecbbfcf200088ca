import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Explanation } from '../../../shared/explanation.ts'
import { HARMLESS, MUTATIONS } from '../testing/label-changes.ts'
import { CACHED_TOKENS, labelledPair, type Pair } from '../testing/labelled-pairs.ts'
import { createRandom } from '../testing/make-rows.ts'
import { openStorageWorker, type TestEngine } from '../testing/open-engine.ts'

/** Bytes that are added to a conversation of 50 kB. */
const SIZES = [0, 0, 0, 40_000, 40_000, 40_000, 200_000, 200_000, 900_000]

const PRICE = {
  model: 'claude-haiku-5-5',
  input: 10,
  output: 50,
  cacheWrite5m: 12.5,
  cacheWrite1h: 20,
  cacheRead: 1,
}

let folder: string
let storageWorker: TestEngine

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'signalbox-labels-'))
  storageWorker = openStorageWorker({ file: join(folder, 'signalbox.db') })
})
afterAll(async () => {
  await storageWorker.close()
  await rm(folder, { recursive: true, force: true })
})

it('names kind and place of a change in at least 99 % of 400 pairs, and no reason where nothing changed', async () => {
  const random = createRandom(15)
  const all = [...MUTATIONS, ...HARMLESS]
  const pairs = SIZES.flatMap((bytes, size) =>
    all.flatMap((mutation, place) => {
      const index = size * 1000 + place * 2
      return [false, ...(size % 2 === 0 ? [true] : [])].map((hits, more) =>
        labelledPair(mutation, { index: index + more, bytes, hits, random }),
      )
    }),
  )
  expect(MUTATIONS.length).toBeGreaterThanOrEqual(25)
  expect(pairs.length).toBeGreaterThanOrEqual(400)
  const wrong: object[] = []
  const invented: object[] = []
  for (const pair of pairs) {
    await storageWorker.persist(pair.rows)
    const explanation = await storageWorker.read('explanation', { id: pair.id, prices: { prices: [] } })
    const found = resultOf(explanation)
    if (isRight(pair, explanation)) continue
    wrong.push({ name: pair.name, expected: [pair.kind, pair.path], ...found })
    if (pair.kind === undefined || pair.kind === 'nothing_changed') invented.push(found)
  }
  expect(invented).toEqual([])
  expect(wrong.slice(0, Math.ceil(pairs.length / 100))).toEqual(wrong)
  expect(wrong).toEqual([])
}, 120_000)

it('keeps the reason and the missed tokens in columns, in the background', async () => {
  const [mutation] = MUTATIONS
  if (mutation === undefined) throw new Error('no mutation')
  const pair = labelledPair(mutation, { index: 9000, bytes: 0, hits: false, random: createRandom(1) })
  await storageWorker.persist(pair.rows)
  const find = { session: 'session-9000', cacheReason: 'model', offset: 0, limit: 0 } as const
  await expect.poll(async () => (await storageWorker.read('summaries', find)).total).toBe(1)
  const { requests } = await storageWorker.read('summaries', find)
  expect(requests[0]).toMatchObject({ requestId: pair.id, cacheMissedTokens: CACHED_TOKENS })
  const explanation = await storageWorker.read('explanation', { id: pair.id, prices: { prices: [PRICE] } })
  // Written at $12.50 instead of read at $1 per million.
  expect(explanation.cache).toMatchObject({
    expected: CACHED_TOKENS,
    read: 0,
    written: CACHED_TOKENS,
    cost: 0.23,
  })
  expect(explanation.cache.reason).toMatchObject({ before: 'claude-opus-5-5', after: 'claude-haiku-5-5' })
  const shares = explanation.context
  expect(shares.map(({ source }) => source)).toContain('result:Bash')
  expect(shares.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1)
  expect(shares.reduce((sum, { tokens }) => sum + tokens, 0)).toBeGreaterThan(CACHED_TOKENS - 20)
})

it('compares a request of 10 MB only when its explanation is read', async () => {
  const [mutation] = MUTATIONS
  if (mutation === undefined) throw new Error('no mutation')
  const pair = labelledPair(mutation, {
    index: 9003,
    bytes: 12 * 1024 * 1024,
    hits: false,
    random: createRandom(1),
  })
  await storageWorker.persist(
    pair.rows.filter(({ requestId }) => [pair.previous, pair.id].includes(requestId)),
  )
  await storageWorker.explained()
  const find = { session: 'session-9003', cacheReason: 'model', offset: 0, limit: 0 } as const
  expect((await storageWorker.read('summaries', find)).total).toBe(0)
  const explanation = await storageWorker.read('explanation', { id: pair.id, prices: { prices: [PRICE] } })
  expect(explanation.cache.reason).toMatchObject({ before: 'claude-opus-5-5', after: 'claude-haiku-5-5' })
})

it('notes a request only if its usage shows a miss, and explains the others when they are read', async () => {
  const [mutation] = MUTATIONS
  if (mutation === undefined) throw new Error('no mutation')
  const [hit, miss] = [true, false].map((hits, place) =>
    labelledPair(mutation, { index: 9100 + place, bytes: 0, hits, random: createRandom(1) }),
  )
  await storageWorker.persist([...(hit?.rows ?? []), ...(miss?.rows ?? [])])
  await storageWorker.explained()
  const reader = new DatabaseSync(join(folder, 'signalbox.db'), { readOnly: true })
  // The explained request is the last one of its session.
  const noted = reader.prepare(
    `select explanation is not null as noted from request join term as session on session.id = session_id
     where session.text = ? order by started_at desc limit 1`,
  )
  expect([noted.get('session-9100'), noted.get('session-9101')]).toEqual([{ noted: 0 }, { noted: 1 }])
  reader.close()
  const explanation = await storageWorker.read('explanation', { id: hit?.id ?? '', prices: { prices: [] } })
  expect(explanation).toMatchObject({ previous: hit?.previous, cache: { missed: 0, reason: null } })
  expect(explanation.context.map(({ source }) => source)).toContain('result:Bash')
})

it('says that a body is nested too deeply, and explains the others in the background', async () => {
  const [mutation] = MUTATIONS
  if (mutation === undefined) throw new Error('no mutation')
  const options = { bytes: 0, hits: false, random: createRandom(1) }
  const other = labelledPair(mutation, { ...options, index: 9203 })
  const deep = labelledPair(mutation, { ...options, index: 9206 })
  const input = `${'{"a":['.repeat(200_000)}${']}'.repeat(200_000)}`
  const body = `{"messages":[{"role":"assistant","content":[{"type":"tool_use","input":${input}}]}]}`
  const rows = deep.rows.map((row) =>
    row.requestId === deep.id ? { ...row, end: { ...row.end, requestBody: Buffer.from(body) } } : row,
  )
  await storageWorker.persist([...other.rows, ...rows])
  await storageWorker.explained()
  const find = { session: 'session-9203', cacheReason: 'model', offset: 0, limit: 0 } as const
  expect((await storageWorker.read('summaries', find)).total).toBe(1)
  const explanation = await storageWorker.read('explanation', { id: deep.id, prices: { prices: [] } })
  expect(explanation).toMatchObject({ note: { code: 'explanation.too_deep' }, cache: { missed: 0 } })
})

function isRight(pair: Pair, { previous, kind, cache }: Explanation): boolean {
  const { reason, missed } = cache
  return (
    previous === pair.previous &&
    (kind === 'main' || kind === 'subagent') &&
    missed === (pair.kind === undefined ? 0 : CACHED_TOKENS) &&
    reason?.kind === pair.kind &&
    isAt(reason?.path, pair.path)
  )
}

/** A place within the expected one is more exact. */
function isAt(path: string | null | undefined, expected: string | undefined): boolean {
  return expected === undefined || path === expected || path?.startsWith(`${expected}/`) === true
}

function resultOf({ previous, cache: { missed, reason } }: Explanation): object {
  return { previous, missed, kind: reason?.kind, path: reason?.path }
}
