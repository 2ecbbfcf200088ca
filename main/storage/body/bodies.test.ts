import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DATABASE_FILE } from '../client/create-store.ts'
import { createRig, type Rig } from '../testing/create-rig.ts'
import { record } from '../testing/request.ts'

let rig: Rig
beforeEach(() => {
  rig = createRig()
})
afterEach(() => rig.end())

function marks(): unknown[] {
  const file = new DatabaseSync(join(rig.folder, DATABASE_FILE))
  try {
    const rows = file.prepare('select side, size from body where length(recipe) = 0 order by side').all()
    return rows.map((row) => Object.values(row))
  } finally {
    file.close()
  }
}

describe('a body that was not kept', () => {
  it('is counted and leaves its length where there was no memory for a copy', async () => {
    const store = rig.start()
    record(store, ['a'], { requestBytes: 5000, responseBytes: 70 })
    await store.flush()
    expect(store.state()).toMatchObject({ status: 'ok', not_kept: 0, bodies_not_kept: 2 })
    expect(await store.read('request', { id: 'a' })).not.toHaveProperty('request.body')
    expect(await store.json('body', { id: 'a', side: 'request' })).toBeUndefined()
    await store.close()
    expect(marks()).toEqual([
      [0, 5000],
      [1, 70],
    ])
  })

  it('is counted and leaves its length where too many waited', async () => {
    const store = rig.start({ limits: { bodyBytes: 100, singleBodyBytes: 100 } })
    record(store, ['a'], { requestBody: new Uint8Array(101), responseBody: new Uint8Array() })
    await store.close()
    expect(store.state()).toMatchObject({ not_kept: 0, bodies_not_kept: 1 })
    expect(marks()).toEqual([[0, 101]])
  })

  it('is nothing to speak of where none was wanted', async () => {
    const store = rig.start({ capture: 'metadata' })
    record(store, ['a'], { requestBytes: 5000, responseBytes: 70 })
    await store.close()
    expect(store.state()).toMatchObject({ not_kept: 0, bodies_not_kept: 0 })
    expect(marks()).toEqual([])
  })
})
