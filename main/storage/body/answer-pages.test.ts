import { afterEach, beforeEach, expect, it } from 'vitest'
import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { DATABASE_FILE } from '../create-store.ts'
import { createRig, type Rig } from '../testing/create-rig.ts'
import { createRandom, makeRow } from '../testing/make-rows.ts'
import { openEngine, type TestEngine } from '../testing/open-engine.ts'

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
let engine: TestEngine
beforeEach(() => {
  rig = createRig()
  engine = openEngine({ file: join(rig.folder, DATABASE_FILE) })
})
afterEach(async () => {
  await engine.close()
  await rig.end()
})

function answers(length: number): { row: Parameters<TestEngine['keep']>[0][number]; text: string }[] {
  return Array.from({ length }, (_, index) => {
    const row = makeRow(plan, index)
    const text = `answer ${index} ü `.repeat(2000).slice(0, SIZES[index % SIZES.length])
    return { row: { ...row, end: { ...row.end, responseBody: Buffer.from(text) } }, text }
  })
}
async function stored(id: string): Promise<string> {
  return Buffer.from((await engine.ask('body', { id, side: 'response' })) ?? []).toString()
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
  const all = answers(120)
  await engine.keep(all.slice(0, 100).map(({ row }) => row))
  for (const { row } of all.slice(100)) await engine.keep([row])
  for (const { row, text } of all) expect(await stored(row.requestId)).toBe(text)
  const pages = Number(count('select count(*) from header_page'))
  expect(pages).toBeGreaterThan(1)
  expect(pages).toBeLessThan(10)
})

it('goes with its requests', async () => {
  await engine.keep(answers(50).map(({ row }) => row))
  await engine.ask('clear', { before: 2e6 })
  expect(count('select count(*) from header_page')).toBe(0)
  expect(count('select count(*) from body')).toBe(0)
})

it('has no answer where its page is damaged, and the others from elsewhere', async () => {
  const all = answers(20)
  await engine.keep(all.map(({ row }) => row))
  await engine.close()
  const file = new DatabaseSync(join(rig.folder, DATABASE_FILE))
  file.exec("update header_page set data = x'0102030405'")
  file.close()
  engine = openEngine({ file: join(rig.folder, DATABASE_FILE) })
  const texts = await Promise.all(all.map(({ row }) => stored(row.requestId)))
  expect(texts.filter((text) => text !== '')).toEqual(
    all.map(({ text }) => text).filter((text) => Buffer.byteLength(text) > 32_768),
  )
})
