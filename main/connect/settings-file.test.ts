import fc from 'fast-check'
import { chmod, lstat, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { URL, SETTINGS, CONNECTED, failureOf, connected } from './testing/connect-fixtures.ts'
import { createRig, type Rig } from './testing/create-rig.ts'
import { settingsTexts } from './testing/settings-texts.ts'

let rig: Rig

beforeEach(async () => {
  rig = await createRig()
})

afterEach(() => rig.remove())

describe('the file', () => {
  it('keeps its mode, and symbolic links stay links', async () => {
    const real = join(rig.root, 'dotfiles', 'claude.json')
    await rig.put(real, SETTINGS)
    await chmod(real, 0o640)
    await mkdir(dirname(rig.settings))
    await symlink(real, join(rig.root, 'dotfiles', 'link'))
    await symlink('../../dotfiles/link', rig.settings)
    const connector = await connected(rig)
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
    const connector = await connected(rig)
    expect(await readFile(join(rig.root, 'dotfiles', 'claude.json'), 'utf8')).toContain(URL)
    await connector.disconnect()
    expect(await readdir(join(rig.root, 'dotfiles'))).toEqual([])
    expect((await lstat(rig.settings)).isSymbolicLink()).toBe(true)
  })

  it.each<[string, string | Uint8Array, RegExp]>([
    ['is broken', '{\n  "env": {,}\n}', /settings\.json: Line 2, column 11: a value is missing\./],
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
    const connector = await connected(rig)
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
    await connected(rig)
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
