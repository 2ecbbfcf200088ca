import { readdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { URL, SETTINGS, CONNECTED, failureOf, connected } from './testing/connect-fixtures.ts'
import { createRig, type Rig } from './testing/create-rig.ts'

let rig: Rig

beforeEach(async () => {
  rig = await createRig()
})

afterEach(() => rig.remove())

describe('connecting and disconnecting', () => {
  it('adds one key to the settings and takes it out again', async () => {
    await rig.put(rig.settings, SETTINGS)
    const connector = rig.connector()
    await connector.listening(URL)
    expect(await connector.read()).toMatchObject({ state: 'direct', ours: false, currentUrl: null })
    expect(await rig.get()).toBe(SETTINGS)

    expect(await connector.connect({})).toMatchObject({ state: 'connected', ours: true, currentUrl: URL })
    expect(await rig.get()).toBe(CONNECTED)

    const { connection, left } = await connector.disconnect()
    expect(connection).toMatchObject({ state: 'direct', ours: false, releasing: false })
    expect(left).toEqual([])
    expect(await rig.get()).toBe(SETTINGS)
  })

  it('makes file and folder where there are none, for this user only, and removes both', async () => {
    const connector = await connected(rig)
    expect(await rig.get()).toBe(`{\n  "env": {\n    "ANTHROPIC_BASE_URL": "${URL}"\n  }\n}\n`)
    expect((await stat(rig.settings)).mode & 0o777).toBe(0o600)
    expect((await stat(dirname(rig.settings))).mode & 0o777).toBe(0o700)
    await connector.disconnect()
    expect(await readdir(rig.home)).toEqual([])
  })

  it('leaves the folder when Claude Code has put something into it', async () => {
    const connector = await connected(rig)
    await rig.put(join(rig.home, '.claude', 'history.jsonl'), '{}')
    await connector.disconnect()
    expect(await readdir(join(rig.home, '.claude'))).toEqual(['history.jsonl'])
  })

  it('writes tool search when it is asked for, keeps the choice, and takes it back when it is not', async () => {
    await rig.put(rig.settings, SETTINGS)
    const connector = rig.connector()
    await connector.listening(URL)
    expect((await connector.connect({ toolSearch: true })).toolSearch).toBe(true)
    expect(JSON.parse((await rig.get()) ?? '')).toMatchObject({ env: { ENABLE_TOOL_SEARCH: 'true' } })
    await connector.connect({})
    expect(await rig.get()).toContain('ENABLE_TOOL_SEARCH')
    await connector.connect({ toolSearch: false })
    expect(await rig.get()).toBe(CONNECTED)
  })

  it('adds a status line when it is asked for, keeps the choice at another port, and takes it back', async () => {
    await rig.put(rig.settings, SETTINGS)
    const connector = rig.connector()
    await connector.listening(URL)
    expect(await connector.read()).toMatchObject({ statusLine: false, statusLineFound: 'none' })
    const asked = await connector.read({ statusLine: true })
    expect(asked.preview?.lines.filter(({ kind }) => kind === 'added').map(({ text }) => text)).toEqual(
      expect.arrayContaining([
        expect.stringContaining('ANTHROPIC_BASE_URL'),
        expect.stringContaining('"statusLine"'),
      ]),
    )
    expect(await rig.get()).toBe(SETTINGS)
    expect(await connector.connect({ statusLine: true })).toMatchObject({ statusLineFound: 'ours' })
    await connector.listening('http://127.0.0.1:3999')
    expect(await rig.get()).toContain(':3999/api/statusline')
    expect(await rig.get()).not.toContain(':3456')
    await connector.connect({ statusLine: false })
    expect(await rig.get()).not.toContain('statusLine')
    await connector.connect({ statusLine: true })
    expect((await connector.disconnect()).left).toEqual([])
    expect(await rig.get()).toBe(SETTINGS)
  })

  it("puts the user's former address back, with the very letters it had", async () => {
    const theirs = '{"env":{"ANTHROPIC_BASE_URL" : "https:\\/\\/gateway.example\\u002fv1"}}'
    await rig.put(rig.settings, theirs)
    const connector = await connected(rig)
    expect(JSON.parse((await rig.get()) ?? '')).toEqual({ env: { ANTHROPIC_BASE_URL: URL } })
    await connector.disconnect()
    expect(await rig.get()).toBe(theirs)
  })

  it('leaves an address alone that the user has changed since, and says so', async () => {
    await rig.put(rig.settings, SETTINGS)
    const connector = await connected(rig)
    const edited = CONNECTED.replace(URL, 'https://gateway.example')
    await rig.put(rig.settings, edited)
    expect(await connector.read()).toMatchObject({
      state: 'elsewhere',
      problems: expect.arrayContaining([expect.objectContaining({ code: 'changed_by_user' })]),
    })
    expect((await connector.disconnect()).left).toEqual(['ANTHROPIC_BASE_URL'])
    expect(await rig.get()).toBe(edited)
  })

  it('takes out our address also where the user wrote it, once they ask to be disconnected', async () => {
    await rig.put(rig.settings, CONNECTED)
    const connector = rig.connector()
    await connector.listening(URL)
    expect(await connector.read()).toMatchObject({ state: 'connected', ours: false })
    await connector.disconnect()
    expect(JSON.parse((await rig.get()) ?? '')).toEqual(JSON.parse(SETTINGS))
  })

  it('does nothing twice', async () => {
    await rig.put(rig.settings, SETTINGS)
    const connector = await connected(rig)
    await connector.connect({})
    expect(await rig.get()).toBe(CONNECTED)
    await connector.disconnect()
    await connector.disconnect()
    expect(await rig.get()).toBe(SETTINGS)
  })

  it('is refused while nothing listens', async () => {
    await rig.put(rig.settings, SETTINGS)
    expect((await failureOf(rig.connector().connect({}))).code).toBe('server_not_running')
    expect(await rig.get()).toBe(SETTINGS)
  })
})

describe('quitting', () => {
  it('takes the settings back, and the next start writes them again', async () => {
    await rig.put(rig.settings, SETTINGS)
    const connector = await connected(rig)
    await connector.stopping()
    expect(await rig.get()).toBe(SETTINGS)
    const next = rig.connector()
    await next.listening('http://127.0.0.1:4000')
    expect(await next.read()).toMatchObject({ state: 'connected', ours: true })
    await next.disconnect()
    expect(await rig.get()).toBe(SETTINGS)
  })

  it('leaves them where the user wants that', async () => {
    await rig.put(rig.settings, SETTINGS)
    const connector = rig.connector()
    await connector.listening(URL)
    await connector.connect({ restoreOnQuit: false })
    await connector.stopping()
    expect(await rig.get()).toBe(CONNECTED)
  })

  it('after a disconnect is for good: the next start does not come back', async () => {
    await rig.put(rig.settings, SETTINGS)
    const connector = await connected(rig)
    await connector.disconnect()
    await connector.stopping()
    await rig.connector().listening(URL)
    expect(await rig.get()).toBe(SETTINGS)
  })

  it('does not come back over an address that the user has set meanwhile', async () => {
    await rig.put(rig.settings, SETTINGS)
    const connector = await connected(rig)
    await connector.stopping()
    const theirs = SETTINGS.replace('"FOO": "bar"', '"ANTHROPIC_BASE_URL": "https://gateway.example"')
    await rig.put(rig.settings, theirs)
    await rig.connector().listening(URL)
    expect(await rig.get()).toBe(theirs)
  })
})

describe('the preview', () => {
  it('is the exact change, with secrets taken out', async () => {
    const settings = `{
  "env": {
    "ANTHROPIC_AUTH_TOKEN": "sk-secret",
    "GATEWAY": "https://me:hunter2@gateway.example/x?key=hunter2"
  }
}
`
    await rig.put(rig.settings, settings)
    const connector = rig.connector()
    await connector.listening(URL)
    const { preview } = await connector.read()
    expect(JSON.stringify(preview)).not.toMatch(/sk-secret|hunter2/)
    expect(preview).toEqual({
      action: 'connect',
      path: rig.settings,
      file: 'changed',
      lines: [
        { kind: 'same', number: 2, text: '  "env": {' },
        { kind: 'same', number: 3, text: '    "ANTHROPIC_AUTH_TOKEN": "…",' },
        { kind: 'removed', number: 4, text: '    "GATEWAY": "https://gateway.example/x"' },
        { kind: 'added', number: 4, text: '    "GATEWAY": "https://gateway.example/x",' },
        { kind: 'added', number: 5, text: `    "ANTHROPIC_BASE_URL": "${URL}"` },
        { kind: 'same', number: 6, text: '  }' },
        { kind: 'same', number: 7, text: '}' },
      ],
    })
  })

  it('of a disconnect is the way back', async () => {
    const connector = await connected(rig)
    expect((await connector.read()).preview).toMatchObject({ action: 'disconnect', file: 'removed' })
  })
})
