import fc from 'fast-check'
import { chmod, lstat, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '../../shared/errors.ts'
import type { FileSystem } from '../base/file-system.ts'
import { ownIdentity } from '../base/process-identity.ts'
import { createRig, type Rig, UNFLUSHED } from './testing/create-rig.ts'
import { settingsTexts } from './testing/settings-texts.ts'

const URL = 'http://127.0.0.1:3456'
const SETTINGS = `{
    "permissions": { "allow": ["Bash(ls)"] },
    "env": { "FOO": "bar" },
    "model": "opus"
}
`
const CONNECTED = SETTINGS.replace('"FOO": "bar"', `"FOO": "bar", "ANTHROPIC_BASE_URL": "${URL}"`)

let rig: Rig
beforeEach(async () => {
  rig = await createRig()
})
afterEach(() => rig.remove())

/** Sessions that never reread their settings. */
function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
}

async function failureOf(promise: Promise<unknown>): Promise<AppError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error instanceof AppError) return error
  throw new Error(`expected an AppError, got ${String(error)}`)
}

async function connected() {
  const connector = rig.connector()
  await connector.listening(URL)
  await connector.connect({})
  return connector
}

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
    const connector = await connected()
    expect(await rig.get()).toBe(`{\n  "env": {\n    "ANTHROPIC_BASE_URL": "${URL}"\n  }\n}\n`)
    expect((await stat(rig.settings)).mode & 0o777).toBe(0o600)
    expect((await stat(dirname(rig.settings))).mode & 0o777).toBe(0o700)
    await connector.disconnect()
    expect(await readdir(rig.home)).toEqual([])
  })

  it('leaves the folder when Claude Code has put something into it', async () => {
    const connector = await connected()
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

  it("puts the user's former address back, with the very letters it had", async () => {
    const theirs = '{"env":{"ANTHROPIC_BASE_URL" : "https:\\/\\/gateway.example\\u002fv1"}}'
    await rig.put(rig.settings, theirs)
    const connector = await connected()
    expect(JSON.parse((await rig.get()) ?? '')).toEqual({ env: { ANTHROPIC_BASE_URL: URL } })
    await connector.disconnect()
    expect(await rig.get()).toBe(theirs)
  })

  it('leaves an address alone that the user has changed since, and says so', async () => {
    await rig.put(rig.settings, SETTINGS)
    const connector = await connected()
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
    const connector = await connected()
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

describe('the file', () => {
  it('keeps its mode, and symbolic links stay links', async () => {
    const real = join(rig.root, 'dotfiles', 'claude.json')
    await rig.put(real, SETTINGS)
    await chmod(real, 0o640)
    await mkdir(dirname(rig.settings))
    await symlink(real, join(rig.root, 'dotfiles', 'link'))
    await symlink('../../dotfiles/link', rig.settings)
    const connector = await connected()
    expect(await connector.read()).toMatchObject({ settingsPath: rig.settings, settingsTarget: real })
    for (const content of [CONNECTED, SETTINGS]) {
      expect(await readFile(real, 'utf8')).toBe(content)
      expect((await lstat(rig.settings)).isSymbolicLink()).toBe(true)
      expect((await stat(real)).mode & 0o777).toBe(0o640)
      await connector.disconnect()
    }
    expect(await readdir(dirname(real))).toEqual(['claude.json', 'link'])
  })

  it('may be a link whose file does not exist yet', async () => {
    await mkdir(dirname(rig.settings))
    await mkdir(join(rig.root, 'dotfiles'))
    await symlink(join(rig.root, 'dotfiles', 'claude.json'), rig.settings)
    const connector = await connected()
    expect(await readFile(join(rig.root, 'dotfiles', 'claude.json'), 'utf8')).toContain(URL)
    await connector.disconnect()
    expect(await readdir(join(rig.root, 'dotfiles'))).toEqual([])
    expect((await lstat(rig.settings)).isSymbolicLink()).toBe(true)
  })

  it.each<[string, string | Uint8Array, RegExp]>([
    ['is broken', '{\n  "env": {,}\n}', /settings\.json: Line 2, column 11: .*expected/],
    ['ends early', '{ "env": {', /Line 1, column 11/],
    ['is a list', '[]', /must contain a JSON object/],
    ['has an env that is none', '{\n\n"env": []}', /Line 3: “env” must be an object/],
    ['is not UTF-8', Buffer.from('{"a":"\xe9"}', 'latin1'), /isn’t UTF-8/],
    ['is nested too deep', `{"a":${'['.repeat(200_000)}`, /./],
  ])('that %s is refused with what is wrong and never touched', async (_what, content, said) => {
    await mkdir(dirname(rig.settings))
    await writeFile(rig.settings, content)
    const connector = rig.connector()
    await connector.listening(URL)
    const failure = await failureOf(connector.connect({}))
    expect(failure.code).toBe('claude_settings_unreadable')
    expect(failure.details).toMatch(said)
    expect(await readFile(rig.settings)).toEqual(Buffer.from(content))
    expect(await readdir(dirname(rig.settings))).toEqual(['settings.json'])
    expect(await connector.read()).toMatchObject({
      state: 'unreadable',
      preview: null,
      problems: [{ code: 'settings_unreadable', severity: 'error', sentence: expect.stringMatching(said) }],
    })
  })

  describe.each([
    ['a comment', '{\n  // mine\n  "env": {}\n}\n', 2],
    ['a trailing comma', '{\r\n\t"env": { "A": "b", },\r\n}\r\n', 2],
    ['both behind a byte order mark', '\uFEFF{ "model": "opus", /* x */ }\n', 1],
  ])('that Claude Code ignores, for %s', (_what, content, line) => {
    beforeEach(() => rig.put(rig.settings, content))

    it('is left alone, and why is said before anything is changed', async () => {
      const connector = rig.connector()
      await connector.listening(URL)
      expect(await failureOf(connector.connect({}))).toMatchObject({
        code: 'claude_settings_ignored',
        issues: [{ file: expect.stringContaining('settings.json'), params: { line } }],
      })
      expect(await rig.get()).toBe(content)
      expect(await rig.get(join(rig.dataDir, 'connection.json'))).toBeUndefined()
      expect(await connector.read()).toMatchObject({
        state: 'direct',
        preview: { action: 'connect', repairs: true },
        problems: [{ code: 'settings_ignored', severity: 'warning', fix: { action: 'repair' } }],
      })
    })

    it('is made readable when asked, and comes back exactly', async () => {
      const connector = rig.connector()
      await connector.listening(URL)
      expect(await connector.connect({ repair: true })).toMatchObject({ state: 'connected', problems: [] })
      expect(JSON.parse((await rig.get())?.replace(/^\uFEFF/, '') ?? '')).toMatchObject({
        env: { ANTHROPIC_BASE_URL: URL },
      })
      await connector.stopping()
      expect(await rig.get()).toBe(content)
      // The next start reuses the user's consent.
      const next = rig.connector()
      await next.listening(URL)
      expect(await next.read()).toMatchObject({ state: 'connected' })
      expect(await next.disconnect()).not.toHaveProperty('keptCopy')
      expect(await rig.get()).toBe(content)
    })

    it('that was changed since keeps the change, and a copy of what it was is kept', async () => {
      const connector = rig.connector()
      await connector.listening(URL)
      await connector.connect({ repair: true })
      const changed = (await rig.get())?.replace('{', '{"theme":"dark",') ?? ''
      await rig.put(rig.settings, changed)
      const { keptCopy = '' } = await connector.disconnect()
      expect(await rig.get()).toContain('"theme":"dark"')
      expect(await rig.get()).not.toContain(URL)
      expect(await rig.get(keptCopy)).toBe(content)
      expect((await stat(keptCopy)).mode & 0o777).toBe(0o600)
    })
  })

  it('that gets a comment while connected is kept up and taken back, and that Claude Code ignores it is said', async () => {
    await rig.put(rig.settings, SETTINGS)
    const connector = await connected()
    const commented = CONNECTED.replace('{\n', '{\n    // mine\n')
    await rig.put(rig.settings, commented)
    expect(await connector.read()).toMatchObject({
      state: 'conflict',
      problems: [{ code: 'settings_ignored', severity: 'error' }],
    })
    await connector.disconnect()
    expect(await rig.get()).toBe(SETTINGS.replace('{\n', '{\n    // mine\n'))
  })

  it('that is write-protected is respected', async () => {
    await rig.put(rig.settings, SETTINGS)
    await chmod(rig.settings, 0o444)
    const connector = rig.connector()
    await connector.listening(URL)
    const failure = await failureOf(connector.connect({}))
    expect(failure).toMatchObject({ code: 'claude_settings_not_written', details: /write-protected/ })
    expect(await rig.get()).toBe(SETTINGS)
  })

  it('may move to another folder; then the old one is set right first', async () => {
    await rig.put(rig.settings, SETTINGS)
    await connected()
    const other = join(rig.root, 'other')
    const connector = rig.connector({ env: { CLAUDE_CONFIG_DIR: other } })
    await connector.listening(URL)
    await connector.connect({})
    expect(await rig.get()).toBe(SETTINGS)
    expect(await rig.get(join(other, 'settings.json'))).toContain(URL)
  })
})

it('any file, behind any links, is as it was at the end', async () => {
  await fc.assert(
    fc.asyncProperty(
      settingsTexts,
      fc.nat(2),
      fc.constantFrom(0o600, 0o644, 0o640),
      fc.boolean(),
      async (content, links, mode, toolSearch) => {
        const folder = dirname(rig.settings)
        await rm(folder, { recursive: true, force: true })
        // With a sessions folder, no processes are scanned.
        await mkdir(join(folder, 'sessions'), { recursive: true })
        const paths = Array.from({ length: links }, (_, i) => join(folder, `link-${i}`))
        const real = [...paths, rig.settings].length > 1 ? join(folder, 'real') : rig.settings
        for (const [i, path] of [rig.settings, ...paths].entries()) {
          if (path !== real) await symlink(paths[i] ?? real, path)
        }
        await writeFile(real, content)
        await chmod(real, mode)
        const before = await readdir(folder)
        const connector = rig.connector()
        await connector.listening(URL)
        await connector.connect({ toolSearch, repair: true })
        expect(await readFile(real, 'utf8')).toContain(URL)
        await connector.disconnect()
        expect(await readFile(real)).toEqual(Buffer.from(content))
        expect((await stat(real)).mode & 0o777).toBe(mode)
        expect(await readdir(folder)).toEqual(before)
      },
    ),
    { numRuns: Number(process.env['SIGNALBOX_FUZZ'] ?? 400) / 10, endOnFailure: true },
  )
}, 300_000)

describe('somebody else who writes at the same time', () => {
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
    await connected()
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

describe('quitting', () => {
  it('takes the settings back, and the next start writes them again', async () => {
    await rig.put(rig.settings, SETTINGS)
    const connector = await connected()
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
    const connector = await connected()
    await connector.disconnect()
    await connector.stopping()
    await rig.connector().listening(URL)
    expect(await rig.get()).toBe(SETTINGS)
  })

  it('does not come back over an address that the user has set meanwhile', async () => {
    await rig.put(rig.settings, SETTINGS)
    const connector = await connected()
    await connector.stopping()
    const theirs = SETTINGS.replace('"FOO": "bar"', '"ANTHROPIC_BASE_URL": "https://gateway.example"')
    await rig.put(rig.settings, theirs)
    await rig.connector().listening(URL)
    expect(await rig.get()).toBe(theirs)
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

  it('is not told when somebody connects again at once', async () => {
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
    const connector = await connected()
    expect((await connector.disconnect()).connection).toMatchObject({
      state: 'elsewhere',
      releasing: false,
      sessions: [{ uses: 'elsewhere' }],
    })
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
    const connector = await connected()
    expect((await connector.read()).preview).toMatchObject({ action: 'disconnect', file: 'removed' })
  })
})
