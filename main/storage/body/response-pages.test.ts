import { afterEach, beforeEach, expect, it } from 'vitest'
import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { DATABASE_FILE } from '../client/create-store.ts'
import { createRig, type Rig } from '../testing/create-rig.ts'
import { createRandom, makeRow } from '../testing/make-rows.ts'
import { openStorageWorker, type TestEngine } from '../testing/open-engine.ts'

const SIZES = [1, 100, 5000, 32_768, 32_769, 300_000, 0, 20_000, 20_001, 31_000]
const plan = {
  random: createRandom(3),
  from: 0,
  to: 1e6,
  count: 200,
  models: ['m'],
  organizations: ['o'],
}

let rig: Rig
let storageWorker: TestEngine
beforeEach(() => {
  rig = createRig()
  storageWorker = openStorageWorker({ file: join(rig.folder, DATABASE_FILE) })
})
afterEach(async () => {
  await storageWorker.close()
  await rig.end()
})

function responses(length: number): { row: Parameters<TestEngine['persist']>[0][number]; text: string }[] {
  return Array.from({ length }, (_, index) => {
    const row = makeRow(plan, index)
    const text = `answer ${index} ü `.repeat(2000).slice(0, SIZES[index % SIZES.length])
    return { row: { ...row, end: { ...row.end, responseBody: Buffer.from(text) } }, text }
  })
}
async function stored(id: string): Promise<string> {
  return Buffer.from((await storageWorker.ask('body', { id, side: 'response' })) ?? []).toString()
}
function count(sql: string): unknown {
  const file = new DatabaseSync(join(rig.folder, DATABASE_FILE))
  try {
    return Object.values(file.prepare(sql).get() ?? {})[0]
  } finally {
    file.close()
  }
}

it('gives every answer back, alone or with others on its page', async () => {
  const all = responses(120)
  await storageWorker.persist(all.slice(0, 100).map(({ row }) => row))
  for (const { row } of all.slice(100)) await storageWorker.persist([row])
  for (const { row, text } of all) expect(await stored(row.requestId)).toBe(text)
  const pages = Number(count('select count(*) from header_page'))
  expect(pages).toBeGreaterThan(1)
  expect(pages).toBeLessThan(10)
})

it('goes with its requests', async () => {
  await storageWorker.persist(responses(50).map(({ row }) => row))
  await storageWorker.ask('clear', { before: 2e6 })
  expect(count('select count(*) from header_page')).toBe(0)
  expect(count('select count(*) from body')).toBe(0)
})

it('has no answer where its page is damaged, and the others from elsewhere', async () => {
  const all = responses(20)
  await storageWorker.persist(all.map(({ row }) => row))
  await storageWorker.close()
  const file = new DatabaseSync(join(rig.folder, DATABASE_FILE))
  file.exec("update header_page set data = x'0102030405'")
  file.close()
  storageWorker = openStorageWorker({ file: join(rig.folder, DATABASE_FILE) })
  const texts = await Promise.all(all.map(({ row }) => stored(row.requestId)))
  expect(texts.filter((text) => text !== '')).toEqual(
    all.map(({ text }) => text).filter((text) => Buffer.byteLength(text) > 32_768),
  )
})
