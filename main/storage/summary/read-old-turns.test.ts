import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { planned } from '../testing/plan-rows.ts'
import { spokenRows } from '../testing/describe-turns.ts'
import { openStorageWorker } from '../testing/open-engine.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signalbox-turns-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const COUNT = 450

/** A database as an earlier version left it: requests without summaries. */
async function writeOld(): Promise<string> {
  const file = join(folder, 'signalbox.db')
  const storageWorker = openStorageWorker({ file })
  await storageWorker.persist(spokenRows(COUNT))
  await storageWorker.close()
  const database = new DatabaseSync(file)
  database.exec(
    'update request set asked = null, did = null, result = null, kind_id = null, previous_id = null; delete from session',
  )
  database.exec('update turn_progress set below = (select max(id) + 1 from request)')
  database.close()
  return file
}

async function summaries(file: string): Promise<(string | undefined)[]> {
  const storageWorker = openStorageWorker({ file })
  const { requests } = await storageWorker.read('summaries', { offset: 0, limit: 0 })
  await storageWorker.close()
  return requests.map(({ asked, result, sessionTitle }) => asked && `${asked}, ${result}, ${sessionTitle}`)
}

it('summarizes stored requests, newest first, and goes on after an interruption', async () => {
  const file = await writeOld()
  expect(new Set(await summaries(file))).toEqual(new Set([undefined]))
  const first = openStorageWorker({ file })
  const reading = first.readOldTurns()
  // Far less than the whole takes.
  await first.read('latestDate', {})
  await first.close()
  await reading
  const begun = await summaries(file)
  expect(begun[0]).toBe(`ask ${COUNT - 1}, answer ${COUNT - 1}, ${begun[0]?.split(', ').at(-1)}`)
  expect(begun.at(-1)).toBeUndefined()
  const second = openStorageWorker({ file })
  await second.readOldTurns()
  await second.close()
  const expected = Array.from({ length: COUNT }, (_, n) => `ask ${n}, answer ${n}, ask 0`).toReversed()
  expect(await summaries(file)).toEqual(expected)
})

it('recognises the kinds of stored requests, and links them as if they were new', async () => {
  const file = await writeOld()
  const storageWorker = openStorageWorker({ file })
  const { requests } = await storageWorker.read('summaries', { offset: 0, limit: 0 })
  expect(new Set(requests.map(({ kind }) => kind))).toEqual(new Set([undefined]))
  await storageWorker.readOldTurns()
  const rows = (await storageWorker.read('summaries', { offset: 0, limit: 0 })).requests
  expect(new Set(rows.map(({ kind }) => kind))).toEqual(new Set(['main']))
  const [newest, second] = rows.slice(100)
  const { request } = await storageWorker.read('request', { id: newest?.requestId ?? '' })
  expect(request.previous).toBe(second?.requestId)
  await storageWorker.close()
})

it('finds the projects of stored requests, also of those that name none, and moves their usage', async () => {
  const file = join(folder, 'signalbox.db')
  const first = openStorageWorker({ file })
  const rows = planned({ count: 60 }).map((row, index) => {
    const system =
      index % 3 === 0 ? 'Write a title.' : '<env>\nWorking directory: /home/me/app\nPlatform: linux\n</env>'
    const body = JSON.stringify({ system, messages: [{ role: 'user', content: 'hi' }] })
    const end = { ...row.end, requestBody: new Uint8Array(Buffer.from(body)) }
    return { ...row, endpoint: '/v1/messages', sessionId: `session-${index % 4}`, end }
  })
  await first.persist(rows)
  await first.close()
  const database = new DatabaseSync(file)
  database.exec('update request set project_id = null')
  for (const table of ['session_usage', 'hour_usage', 'day_usage'])
    database.exec(`update ${table} set project_id = 0`)
  database.exec('update turn_progress set below = (select max(id) + 1 from request)')
  database.close()
  const second = openStorageWorker({ file })
  const usage = async () => {
    const range = { start: 0, end: Date.UTC(2026, 11, 1), tz: 'UTC', prices: { prices: [] } }
    const { groups } = await second.read('usageBy', { ...range, groups: ['project'], source: 'proxy' })
    return groups.map(({ key, requests }) => [key.project, requests])
  }
  expect(await usage()).toEqual([[null, 60]])
  await second.readOldTurns()
  expect(await usage()).toEqual([['/home/me/app', 60]])
  const { requests } = await second.read('summaries', { offset: 0, limit: 0 })
  expect(new Set(requests.map(({ project }) => project))).toEqual(new Set(['/home/me/app']))
  await second.close()
})
