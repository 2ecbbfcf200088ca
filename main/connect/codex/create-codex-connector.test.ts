import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { BLOCKING_FILES } from '../../base/blocking-files.ts'
import { ownIdentity } from '../../base/process-identity.ts'
import { createRecordFile } from '../record.ts'
import { failureOf, URL as BASE_URL } from '../testing/connect-fixtures.ts'
import { UNFLUSHED } from '../testing/create-rig.ts'
import { type CodexConnectorDeps, createCodexConnector } from './create-codex-connector.ts'

const MINE = '# mine\nmodel = "gpt-6"\n\n[tui]\nnotifications = true\n'
const WRITTEN = `openai_base_url = "${BASE_URL}/v1"`

let root: string
let config: string
let logged: string[]
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'signalbox-codex-'))
  config = join(root, '.codex', 'config.toml')
  logged = []
  await mkdir(join(root, '.codex'))
  await writeFile(config, MINE)
})
afterEach(() => rm(root, { recursive: true, force: true }))

function connector(overrides: Partial<CodexConnectorDeps> & { dataDir?: string } = {}) {
  const { dataDir = join(root, 'data'), fs = UNFLUSHED, ...others } = overrides
  return createCodexConnector({
    fs,
    files: { folder: join(root, '.codex'), config },
    record: createRecordFile({ fs, dataDir, name: 'connection-codex.json' }),
    self: ownIdentity(),
    now: Date.now,
    responses: async () => true,
    probe: async () => true,
    hasProvider: () => true,
    configuredUrl: BASE_URL,
    log: {
      info: () => undefined,
      warn: (facts, message) => void logged.push(`${message}: ${JSON.stringify(facts)}`),
    },
    ...others,
  })
}

async function connected(overrides: Parameters<typeof connector>[0] = {}) {
  const codex = connector(overrides)
  await codex.listening(BASE_URL)
  await codex.connect()
  return codex
}

const text = () => readFile(config, 'utf8').catch(() => undefined)

describe('connect and disconnect', () => {
  it('shows the change, makes exactly that, and takes it back byte for byte', async () => {
    const codex = connector()
    await codex.listening(BASE_URL)
    expect(await codex.read()).toMatchObject({
      state: 'direct',
      ours: false,
      preview: { action: 'connect', file: 'changed', lines: [{ kind: 'added', number: 3, text: WRITTEN }] },
    })
    expect(await codex.connect()).toMatchObject({
      state: 'connected',
      ours: true,
      currentUrl: `${BASE_URL}/v1`,
      preview: { action: 'disconnect', lines: [{ kind: 'removed', number: 3, text: WRITTEN }] },
      problems: [],
    })
    expect(await text()).toBe(MINE.replace('"gpt-6"\n', `"gpt-6"\n${WRITTEN}\n`))
    expect(await codex.disconnect()).toMatchObject({ left: [], connection: { state: 'direct' } })
    expect(await text()).toBe(MINE)
    expect(await readdir(join(root, '.codex'))).toEqual(['config.toml'])
  })

  it('shows no other line, no password and no query of an address', async () => {
    await writeFile(
      config,
      'x = "secret"\nopenai_base_url = "https://me:secret@gateway.example/v1?key=secret"\n',
    )
    const codex = connector()
    await codex.listening(BASE_URL)
    expect(JSON.stringify(await codex.read())).not.toContain('secret')
    expect((await codex.read()).preview?.lines.map(({ text: shown }) => shown)).toEqual([
      'openai_base_url = "https://gateway.example/v1"',
      WRITTEN,
    ])
  })

  it('removes the file and the folder that it made', async () => {
    await rm(join(root, '.codex'), { recursive: true })
    const codex = await connected()
    expect(await text()).toBe(`${WRITTEN}\n`)
    await codex.disconnect()
    expect(await readdir(root)).toEqual(['data'])
  })

  it('removes our address that was written by hand', async () => {
    await writeFile(config, `${WRITTEN}\n${MINE}`)
    await connector().disconnect()
    expect(await text()).toBe(MINE)
    // Also after an end of ours, which has taken our own back.
    await (await connected()).stopping()
    await writeFile(config, `${WRITTEN}\n${MINE}`)
    expect(await connector().read()).toMatchObject({ preview: { action: 'disconnect' } })
    await connector().disconnect()
    expect(await text()).toBe(MINE)
  })

  it('keeps an address that was changed meanwhile, and names it', async () => {
    const codex = await connected()
    const changed = (await text())?.replace(`${BASE_URL}/v1`, 'https://other.example/v1') ?? ''
    await writeFile(config, changed)
    expect(await codex.read()).toMatchObject({ state: 'elsewhere', problems: [{ code: 'changed_by_user' }] })
    expect(await codex.disconnect()).toMatchObject({ left: ['openai_base_url'] })
    expect(await text()).toBe(changed)
  })
})

describe('a connection that would be useless', () => {
  it.each([
    ['no provider', 'openai_provider_missing', MINE, { hasProvider: () => false }],
    ['another provider of models', 'codex_ignores_address', 'model_provider = "azure"\n', {}],
    [
      'another provider in the profile',
      'codex_ignores_address',
      'profile = "work"\n[profiles.work]\nmodel_provider = "azure"\n',
      {},
    ],
    ['another Signalbox', 'other_signalbox', 'openai_base_url = "http://127.0.0.1:4000/v1"\n', {}],
    ['a broken file', 'codex_settings_unreadable', 'model = \n', {}],
  ] as const)('is refused: %s', async (_what, code, content, overrides) => {
    await writeFile(config, content)
    const codex = connector(overrides)
    await codex.listening(BASE_URL)
    expect((await failureOf(codex.connect())).code).toBe(code)
    expect(await text()).toBe(content)
  })

  it('is refused while the server is not running', async () => {
    expect((await failureOf(connector().connect())).code).toBe('server_not_running')
  })

  it('is found once it is there', async () => {
    let hasProvider = true
    const codex = await connected({ hasProvider: () => hasProvider })
    hasProvider = false
    await writeFile(config, `model_provider = "azure"\n${await text()}`)
    const { state, problems } = await codex.read()
    expect(state).toBe('conflict')
    expect(problems.map(({ code, severity }) => [code, severity])).toEqual([
      ['outranked', 'error'],
      ['no_openai_provider', 'error'],
    ])
  })

  it('is found when nothing responds at the address', async () => {
    await writeFile(config, `${WRITTEN}\n`)
    expect(await connector({ probe: async () => false }).read()).toMatchObject({
      state: 'dead',
      problems: [{ code: 'dead_address', severity: 'error', fix: { action: 'disconnect' } }],
    })
  })
})

describe('starts and ends', () => {
  it('restores the file at the end, and connects again at the next start, at its port', async () => {
    await (await connected()).stopping()
    expect(await text()).toBe(MINE)
    const next = connector()
    await next.listening('http://127.0.0.1:4000')
    expect(await text()).toContain('openai_base_url = "http://127.0.0.1:4000/v1"')
    await next.disconnect()
    expect(await text()).toBe(MINE)
    // A disconnect lasts.
    await connector().listening(BASE_URL)
    expect(await text()).toBe(MINE)
    expect(logged).toEqual([])
  })

  it('continues after a crash, at another port, and still restores the first content', async () => {
    await connected()
    const next = connector()
    await next.listening('http://127.0.0.1:4000')
    expect(await text()).toContain('openai_base_url = "http://127.0.0.1:4000/v1"')
    await next.disconnect()
    expect(await text()).toBe(MINE)
  })

  it('stays away when the user has chosen another address meanwhile', async () => {
    await (await connected()).stopping()
    const other = `openai_base_url = "https://other.example"\n${MINE}`
    await writeFile(config, other)
    await connector().listening(BASE_URL)
    expect(await text()).toBe(other)
  })

  it('restores the file within one turn when the system ends', async () => {
    await connected()
    const ending = connector({ fs: BLOCKING_FILES })
    void ending.endingNow()
    await Promise.resolve()
    let turns = 0
    const counting = setImmediate(() => turns++)
    await ending.settled()
    expect(turns).toBe(0)
    clearImmediate(counting)
    expect(await text()).toBe(MINE)
  })

  it('leaves Codex alone if it was never connected', async () => {
    const codex = connector()
    await codex.listening(BASE_URL)
    await codex.stopping()
    await codex.failed()
    expect(await readdir(root)).toEqual(['.codex'])
    expect(await text()).toBe(MINE)
  })
})
