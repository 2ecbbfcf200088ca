import { readdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { FileSystem } from '../base/file-system.ts'
import { ownIdentity } from '../base/process-identity.ts'
import { URL, SETTINGS, CONNECTED, failureOf, connected } from './testing/connect-fixtures.ts'
import { createRig, type Rig, UNFLUSHED } from './testing/create-rig.ts'

let rig: Rig

beforeEach(async () => {
  rig = await createRig()
})

afterEach(() => rig.remove())

describe('another program that writes at the same time', () => {
  /** Another program writes once, at the last moment, when the new file is ready. */
  function writingAt(step: number, write: () => Promise<void>): FileSystem {
    let reads = 0
    return {
      ...UNFLUSHED,
      readFile: (async (path: string, options: never) => {
        if (path === rig.settings && ++reads === step) await write()
        return UNFLUSHED.readFile(path, options)
      }) as unknown as FileSystem['readFile'],
    }
  }

  // The last of these reads is the check right before the rename.
  it.each([1, 2, 3, 4])('is not overwritten (read %i)', async (step) => {
    await rig.put(rig.settings, SETTINGS)
    const theirs = SETTINGS.replace('opus', 'sonnet')
    const fs = writingAt(step, () => writeFile(rig.settings, theirs))
    const connector = rig.connector({ fs })
    await connector.listening(URL)
    await connector.connect({})
    expect(await rig.get()).toBe(CONNECTED.replace('opus', 'sonnet'))
    await connector.disconnect()
    expect(await rig.get()).toBe(theirs)
    expect(await readdir(dirname(rig.settings))).toEqual(['settings.json'])
  })

  it('without an end is given up on, with nothing changed', async () => {
    await rig.put(rig.settings, SETTINGS)
    let round = 0
    const fs: FileSystem = {
      ...UNFLUSHED,
      open: async (path, ...rest) => {
        if (String(path).endsWith('.tmp') && String(path).startsWith(dirname(rig.settings))) {
          await writeFile(rig.settings, SETTINGS.replace('opus', `model-${round++}`))
        }
        return UNFLUSHED.open(path, ...rest)
      },
    }
    const connector = rig.connector({ fs })
    await connector.listening(URL)
    const failure = await failureOf(connector.connect({}))
    expect(failure).toMatchObject({ code: 'claude_settings_not_written', details: /keeps changing/ })
    expect(await rig.get()).not.toContain(URL)
    expect(round).toBeGreaterThan(5)
  })

  it('is another Signalbox: both changes are taken back whole, in either order', async () => {
    await rig.put(rig.settings, SETTINGS)
    const [first, second] = [rig.connector(), rig.connector({ dataDir: join(rig.root, 'second') })]
    await first.listening('http://127.0.0.1:4001')
    await second.listening('http://127.0.0.1:4002')
    await Promise.all([first.connect({ toolSearch: true }), second.connect({})])
    expect(await readdir(dirname(rig.settings))).toEqual(['settings.json'])
    const url = JSON.parse((await rig.get()) ?? '').env.ANTHROPIC_BASE_URL
    const [outer, inner] = url.endsWith('4002') ? [second, first] : [first, second]
    await outer.disconnect()
    await inner.disconnect()
    expect(await rig.get()).toBe(SETTINGS)
  })

  it('and holds the lock is waited for, and one that is gone is not', async () => {
    await rig.put(rig.settings, SETTINGS)
    const lock = join(dirname(rig.settings), '.signalbox.lock')
    await writeFile(lock, JSON.stringify({ pid: 2 ** 30, birth: '1' }))
    await connected(rig)
    expect(await rig.get()).toBe(CONNECTED)
    expect(await readdir(dirname(rig.settings))).toEqual(['settings.json'])

    await writeFile(lock, JSON.stringify(ownIdentity()))
    const connector = rig.connector()
    const waiting = connector.disconnect()
    await rm(lock)
    await waiting
    expect(await rig.get()).toBe(SETTINGS)
  })
})
