import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { canMount, fillUp, mountDisk, remountDisk, unmountDisk } from '../base/testing/small-disk.ts'
import { createConfigStore } from './config-store.ts'

const TEXT = '{ "providers": [{ "name": "groq", "apiKey": "gsk-1" }] } // mine\n'
const CHANGE = { routing: { longContextThreshold: 7 } }

describe.runIf(canMount())('a save on a disk that', () => {
  let folder: string
  let path: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'signalbox-disk-'))
    mountDisk(folder, '64k')
    path = join(folder, 'config.json')
    writeFileSync(path, TEXT)
  })
  afterEach(() => {
    unmountDisk(folder)
    rmSync(folder, { recursive: true })
  })

  function open() {
    const store = createConfigStore({ path, log: { warn: () => undefined } })
    onTestFinished(store.close)
    return store
  }
  const refusal = (why: string) =>
    expect.objectContaining({
      code: 'not_saved',
      issues: [
        { code: 'file.unwritable', params: { path } },
        { code: why, params: {} },
        { code: 'effect.nothing_changed', params: {} },
      ],
    })

  it('is full says so and loses nothing, and is done once there is room', async () => {
    const store = open()
    const filler = join(folder, 'filler')
    fillUp(filler)
    await expect(store.update(CHANGE)).rejects.toEqual(refusal('system.disk_full'))
    expect(readFileSync(path, 'utf8')).toBe(TEXT)
    expect(store.read().providers).toMatchObject([{ name: 'groq', apiKey: 'gsk-1' }])
    expect(readdirSync(folder).toSorted()).toEqual(['config.json', 'filler'])
    rmSync(filler)
    expect(await store.update(CHANGE)).toMatchObject(CHANGE)
    expect(readFileSync(path, 'utf8')).toContain('// mine')
  })

  it('is read-only says so and loses nothing', async () => {
    const store = open()
    remountDisk(folder, 'ro')
    await expect(store.update(CHANGE)).rejects.toEqual(refusal('system.read_only'))
    remountDisk(folder, 'rw')
    expect(readFileSync(path, 'utf8')).toBe(TEXT)
    expect(readdirSync(folder)).toEqual(['config.json'])
  })
})
