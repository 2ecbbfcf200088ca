import { readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ownIdentity } from '../base/process-identity.ts'
import { URL, SETTINGS, CONNECTED, untilAborted, connected } from './testing/connect-fixtures.ts'
import { createRig, type Rig } from './testing/create-rig.ts'

let rig: Rig

beforeEach(async () => {
  rig = await createRig()
})

afterEach(() => rig.remove())

describe('the next start', () => {
  /** The process that wrote the settings is dead, as after a crash. */
  const dead = { pid: 2 ** 30, birth: '1' }

  async function crashed() {
    await rig.put(rig.settings, SETTINGS)
    const connector = rig.connector({ self: dead })
    await connector.listening(URL)
    await connector.connect({})
    expect(await rig.get()).toBe(CONNECTED)
  }

  it('after a crash goes on at the same port', async () => {
    await crashed()
    const connector = rig.connector()
    await connector.listening(URL)
    expect(await connector.read()).toMatchObject({ state: 'connected', ours: true })
    await connector.disconnect()
    expect(await rig.get()).toBe(SETTINGS)
  })

  it('after a crash at another port writes the new one', async () => {
    await crashed()
    const connector = rig.connector()
    await connector.listening('http://127.0.0.1:4000')
    expect(await rig.get()).toBe(CONNECTED.replace(URL, 'http://127.0.0.1:4000'))
    await connector.disconnect()
    expect(await rig.get()).toBe(SETTINGS)
  })

  it('that fails takes the settings back, and the one after it writes them again', async () => {
    await crashed()
    await rig.connector().failed()
    expect(await rig.get()).toBe(SETTINGS)
    await rig.connector().listening(URL)
    expect(await rig.get()).toBe(CONNECTED)
  })

  it('does not undo what the user has decided since', async () => {
    await crashed()
    const edited = CONNECTED.replace(URL, 'https://gateway.example')
    await rig.put(rig.settings, edited)
    const connector = rig.connector()
    await connector.listening(URL)
    expect(await rig.get()).toBe(edited)
    expect((await connector.read()).problems.map(({ code }) => code)).not.toContain('changed_by_user')
  })

  it('leaves the settings to another Signalbox that still runs', async () => {
    await rig.put(rig.settings, SETTINGS)
    const first = rig.connector({ self: { pid: process.ppid, birth: null } })
    await first.listening(URL)
    await first.connect({})
    const second = rig.connector()
    await second.listening('http://127.0.0.1:4000')
    await second.stopping()
    expect(await rig.get()).toBe(CONNECTED)
  })

  it('takes the settings over from a process that only has the number of the last one', async () => {
    await rig.put(rig.settings, SETTINGS)
    const last = rig.connector({ self: { pid: process.ppid, birth: null } })
    await last.listening(URL)
    await last.connect({})
    // Two processes cannot listen at one address: the owner is dead and its pid was reused.
    const next = rig.connector()
    await next.listening(URL)
    expect((await next.read()).connectedBy).toEqual({ pid: process.pid, baseUrl: URL })
    await next.stopping()
    expect(await rig.get()).toBe(SETTINGS)
  })

  it('removes what a killed one left beside the files', async () => {
    await rig.put(rig.settings, SETTINGS)
    const folder = dirname(rig.settings)
    await rig.put(join(folder, `.signalbox-${2 ** 30}-00aa.tmp`), '{')
    await rig.put(join(folder, '.signalbox.lock'), JSON.stringify(dead))
    await rig.put(join(rig.dataDir, `.signalbox-${2 ** 30}-00aa.tmp`), '{')
    const own = `.signalbox-${process.pid}-00aa.tmp`
    await rig.put(join(rig.dataDir, own), '{')
    await rig.connector().listening(URL)
    expect(await readdir(folder)).toEqual(['settings.json'])
    expect(await readdir(rig.dataDir)).toEqual([own])
  })

  it('survives a record that was damaged', async () => {
    await crashed()
    await rig.put(join(rig.dataDir, 'connection.json'), '{"version":1,')
    const connector = rig.connector()
    await connector.listening(URL)
    expect(await connector.read()).toMatchObject({ state: 'connected', ours: false })
    await connector.disconnect()
    expect(JSON.parse((await rig.get()) ?? '')).toEqual(JSON.parse(SETTINGS))
  })
})

describe('a session that runs', () => {
  /** This process, in the format of Claude Code's session files. */
  async function noteSession() {
    const { pid, birth } = ownIdentity()
    const note = { pid, procStart: birth, cwd: '/work', startedAt: Date.now() - 1000, version: '2.1.329' }
    await rig.put(join(rig.home, '.claude', 'sessions', `${pid}.json`), JSON.stringify(note))
  }

  it('is told to leave with an empty address, before the key goes', async () => {
    await rig.put(rig.settings, SETTINGS)
    await noteSession()
    const seen = Promise.withResolvers<void>()
    const connector = rig.connector({ waitForSessions: () => seen.promise })
    await connector.listening(URL)
    await connector.connect({})
    expect((await connector.read()).sessions).toEqual([
      {
        pid: process.pid,
        cwd: '/work',
        startedAt: expect.any(String),
        version: '2.1.329',
        uses: 'signalbox',
      },
    ])
    const { connection } = await connector.disconnect()
    expect(connection).toMatchObject({ state: 'direct', releasing: true, sessions: [{ uses: 'direct' }] })
    expect(JSON.parse((await rig.get()) ?? '').env).toEqual({ FOO: 'bar', ANTHROPIC_BASE_URL: '' })
    seen.resolve()
    await connector.settled()
    expect(await rig.get()).toBe(SETTINGS)
    expect(await connector.read()).toMatchObject({ releasing: false, sessions: [{ uses: 'direct' }] })
  })

  it('is not notified when Claude Code is connected again at once', async () => {
    await rig.put(rig.settings, SETTINGS)
    await noteSession()
    const connector = rig.connector({ waitForSessions: untilAborted })
    await connector.listening(URL)
    await connector.connect({})
    await connector.disconnect()
    await connector.connect({})
    await connector.settled()
    expect(await rig.get()).toBe(CONNECTED)
  })

  it('is told at a quit, too; after a crash right then the next start comes back', async () => {
    await rig.put(rig.settings, SETTINGS)
    await noteSession()
    const connector = rig.connector({ self: { pid: 2 ** 30, birth: '1' }, waitForSessions: untilAborted })
    await connector.listening(URL)
    await connector.connect({})
    void connector.stopping()
    await expect.poll(() => rig.get()).toContain('"ANTHROPIC_BASE_URL": ""')
    const next = rig.connector()
    await next.listening(URL)
    expect(await rig.get()).toBe(CONNECTED)
    await next.stopping()
    expect(await rig.get()).toBe(SETTINGS)
  })

  it('that has a former address to go back to follows it by itself', async () => {
    await rig.put(rig.settings, '{"env":{"ANTHROPIC_BASE_URL":"https://gateway.example"}}')
    await noteSession()
    const connector = await connected(rig)
    expect((await connector.disconnect()).connection).toMatchObject({
      state: 'elsewhere',
      releasing: false,
      sessions: [{ uses: 'elsewhere' }],
    })
  })
})
