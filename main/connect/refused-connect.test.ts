import { chmod, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { FileSystem } from '../base/file-system.ts'
import { connected, failureOf, SETTINGS, URL } from './testing/connect-fixtures.ts'
import type { Home } from './testing/examine.ts'
import { createRig, type Rig, UNFLUSHED } from './testing/create-rig.ts'

let rig: Rig

beforeEach(async () => {
  rig = await createRig()
})

afterEach(() => rig.remove())

/** Refuses to create anything below a folder, also to root, who may write everywhere. */
function readOnly(folder: string): FileSystem {
  const refuse = (path: unknown) => {
    if (!String(path).startsWith(folder)) return
    throw Object.assign(new Error(`EACCES: permission denied, '${String(path)}'`), { code: 'EACCES' })
  }
  return {
    ...UNFLUSHED,
    open: async (path, ...rest) => {
      refuse(path)
      return UNFLUSHED.open(path, ...rest)
    },
    mkdir: (async (path: string, options: never) => {
      refuse(path)
      return UNFLUSHED.mkdir(path, options)
    }) as unknown as FileSystem['mkdir'],
  }
}

async function refusedIn(folder: string) {
  const connector = rig.connector({ fs: readOnly(folder) })
  await connector.listening(URL)
  return failureOf(connector.connect({}))
}

describe('a connect that is refused', () => {
  it('names the record in the data folder, not Claude Code’s settings, and leaves nothing behind', async () => {
    const { code, details } = await refusedIn(rig.dataDir)
    expect(code).toBe('claude_settings_not_written')
    expect(details).toBe(
      `Signalbox must first note the change in ${join(rig.dataDir, 'connection.json')}, but can’t write there. You don’t have permission.`,
    )
    expect(await readdir(rig.home)).toEqual([])
  })

  it('names the list of data folders, and leaves nothing behind', async () => {
    const list = join(rig.home, '.config', 'Signalbox')
    const { details } = await refusedIn(list)
    expect(details).toContain(join(list, 'data-folders.json'))
    expect(await readdir(rig.home)).toEqual([])
  })

  it('keeps a folder that it did not make, and the file in it', async () => {
    await rig.put(rig.settings, SETTINGS)
    await refusedIn(rig.dataDir)
    expect(await readdir(rig.home)).toEqual(['.claude'])
    expect(await rig.get()).toBe(SETTINGS)
  })

  it('is not made up for by the next start', async () => {
    await rig.put(rig.settings, SETTINGS)
    await chmod(rig.settings, 0o400)
    const connector = rig.connector()
    await connector.listening(URL)
    const { details } = await failureOf(connector.connect({}))
    expect(details).toContain('write-protected')
    expect(await readdir(rig.home)).toEqual(['.claude'])
    await chmod(rig.settings, 0o600)
    await rig.connector().listening(URL)
    expect(await rig.get()).toBe(SETTINGS)
  })
})

it('a former address that another Signalbox has restored does not count as changed', async () => {
  const theirs = '{"env":{"ANTHROPIC_BASE_URL":"http://old.example:1"}}'
  await rig.put(rig.settings, theirs)
  const first = await connected(rig)
  const second = rig.connector({ dataDir: join(rig.root, 'other'), responses: async () => false })
  await second.listening('http://127.0.0.1:3999')
  await second.connect({})
  await second.disconnect()
  expect(await rig.get()).toBe(theirs)
  expect((await first.disconnect()).left).toEqual([])
  expect(await rig.get()).toBe(theirs)
})

describe('a connection that Claude Code would ignore', () => {
  const managed = (settings: object) => ({ 'managed/managed-settings.json': JSON.stringify(settings) })

  it.each<[string, Home, RegExp]>([
    [
      'a cloud in the environment',
      { env: { CLAUDE_CODE_USE_BEDROCK: '1' } },
      /^CLAUDE_CODE_USE_BEDROCK is set, .* Remove CLAUDE_CODE_USE_BEDROCK\.$/,
    ],
    [
      'a cloud in the user’s settings',
      { files: { 'home/.claude/settings.json': '{"env":{"CLAUDE_CODE_USE_VERTEX":"true"}}' } },
      /Remove CLAUDE_CODE_USE_VERTEX from \S+settings\.json, then connect again\.$/,
    ],
    [
      'a cloud of the administrator’s',
      { files: managed({ env: { CLAUDE_CODE_USE_MANTLE: 1 } }) },
      /from \S+managed-settings\.json/,
    ],
    [
      'providers of the administrator’s',
      { files: managed({ allowedProviders: ['bedrock'] }) },
      /allow Signalbox\.$/,
    ],
    [
      'an address of the administrator’s',
      { files: managed({ env: { ANTHROPIC_BASE_URL: 'https://corp.example' } }) },
      /corp\.example/,
    ],
  ])('is refused, with what to do: %s', async (_what, { files = {}, env = {} }, says) => {
    for (const [path, content] of Object.entries(files)) await rig.put(join(rig.root, path), content)
    const before = await rig.get()
    const connector = rig.connector({ env })
    await connector.listening(URL)
    const { code, details } = await failureOf(connector.connect({}))
    expect(code).toBe('claude_ignores_address')
    expect(details).toMatch(says)
    expect(await rig.get()).toBe(before)
  })

  it.each<[string, Home]>([
    ['a cloud that is off', { env: { CLAUDE_CODE_USE_BEDROCK: 'false' } }],
    ['our own address', { files: managed({ env: { ANTHROPIC_BASE_URL: URL } }) }],
    [
      'our own address among allowed providers',
      { files: managed({ allowedProviders: [], env: { ANTHROPIC_BASE_URL: URL } }) },
    ],
  ])('is not one with %s', async (_what, { files = {}, env = {} }) => {
    for (const [path, content] of Object.entries(files)) await rig.put(join(rig.root, path), content)
    const connector = rig.connector({ env })
    await connector.listening(URL)
    await connector.connect({})
    expect(await rig.get()).toContain(URL)
  })
})
