import { mkdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DoctorReport, Problem } from '../../../shared/connection.ts'
import { createRig, type Rig } from '../testing/create-rig.ts'

const URL = 'http://127.0.0.1:3456'
const settings = (env: object, more: object = {}) => JSON.stringify({ env, ...more }, undefined, 2)

let rig: Rig
beforeEach(async () => {
  rig = await createRig()
})
afterEach(() => rig.remove())

interface Home {
  /** File contents by path below the root of the rig. */
  files?: Record<string, string>
  env?: Record<string, string>
  /** Addresses with a listener; undefined: all. */
  alive?: readonly string[]
  connect?: boolean
}

async function examine({ files = {}, env = {}, alive, connect = false }: Home = {}): Promise<DoctorReport> {
  for (const [path, content] of Object.entries(files)) await rig.put(join(rig.root, path), content)
  const probe = async ({ href }: globalThis.URL) => alive?.some((url) => href.startsWith(url)) ?? true
  const connector = rig.connector({ env, probe })
  await connector.listening(URL)
  if (connect) await connector.connect({})
  return connector.doctor()
}

const codes = ({ problems }: { problems: readonly Problem[] }) => problems.map(({ code }) => code)
const stateOf = ({ connection }: DoctorReport) => connection.state

it('finds nothing wrong with an empty home', async () => {
  const report = await examine()
  expect(report).toMatchObject({
    healthy: true,
    problems: [],
    definitions: [],
    connection: { state: 'direct' },
  })
  expect(report.searched).toContain(rig.settings)
  expect(report.searched).toContain(join(rig.home, '.zshrc'))
})

describe('of several places that set the address', () => {
  const files = {
    'managed/managed-settings.json': settings({ ANTHROPIC_BASE_URL: 'https://managed.example' }),
    'home/.claude/settings.json': settings({ ANTHROPIC_BASE_URL: 'https://user.example' }),
    'home/.claude.json': '',
    'work/.claude/settings.json': settings({ ANTHROPIC_BASE_URL: 'https://project.example' }),
    'work/.claude/settings.local.json': settings({ ANTHROPIC_BASE_URL: 'https://local.example' }),
    'home/.zshrc': 'alias x=y\nexport ANTHROPIC_BASE_URL="https://shell.example" # mine\n',
    'home/.config/fish/config.fish': 'set -gx ANTHROPIC_BASE_URL https://fish.example\n',
    'home/.config/Code/User/settings.json': `{
  // an editor takes comments
  "claudeCode.environmentVariables": [{ "name": "ANTHROPIC_BASE_URL", "value": "https://code.example" }],
}`,
  }
  const env = { ANTHROPIC_BASE_URL: 'https://environment.example' }
  const winners = ({ definitions }: DoctorReport) =>
    Object.fromEntries(definitions.map(({ value = '', wins }) => [/\/\/(\w+)/.exec(value)?.[1], wins]))

  function without(...paths: string[]): Record<string, string> {
    const state = JSON.stringify({ projects: { [join(rig.root, 'work')]: {}, relative: {} } })
    const kept = Object.entries(files).filter(([path]) => !paths.some((part) => path.includes(part)))
    return { ...Object.fromEntries(kept), 'home/.claude.json': state }
  }

  it('managed settings beat all', async () => {
    expect(winners(await examine({ files: without(), env }))).toEqual({
      managed: 'always',
      user: 'never',
      project: 'never',
      local: 'never',
      environment: 'never',
      shell: 'never',
      fish: 'never',
      code: 'never',
    })
  })

  it('then come local, project and user settings', async () => {
    expect(winners(await examine({ files: without('managed'), env }))).toMatchObject({
      local: 'in_project',
      project: 'never',
      user: 'always',
      environment: 'never',
    })
    await rig.remove()
    expect(winners(await examine({ files: without('managed', 'local.json'), env }))).toMatchObject({
      project: 'in_project',
      user: 'always',
    })
  })

  it('and at last whatever starts Claude Code', async () => {
    const report = await examine({ files: without('managed', 'home/.claude/settings'), env })
    expect(winners(report)).toMatchObject({ environment: 'where_set', shell: 'where_set', code: 'where_set' })
    expect(stateOf(report)).toBe('elsewhere')
    expect(report.definitions).toContainEqual({
      variable: 'ANTHROPIC_BASE_URL',
      place: 'shell',
      path: join(rig.home, '.zshrc'),
      line: 2,
      value: 'https://shell.example',
      wins: 'where_set',
      ours: false,
    })
  })

  it('the last managed fragment counts', async () => {
    const report = await examine({
      files: {
        'managed/managed-settings.json': settings({ ANTHROPIC_BASE_URL: 'https://base.example' }),
        'managed/managed-settings.d/10-a.json': settings({ ANTHROPIC_BASE_URL: 'https://first.example' }),
        'managed/managed-settings.d/20-b.json': settings({ ANTHROPIC_BASE_URL: 'https://last.example' }),
      },
    })
    expect(winners(report)).toEqual({ base: 'never', first: 'never', last: 'always' })
  })

  it('a home that is a project is counted once', async () => {
    const state = JSON.stringify({ projects: { [rig.home]: {} } })
    const file = settings({ ANTHROPIC_BASE_URL: URL })
    const report = await examine({
      files: { 'home/.claude.json': state, 'home/.claude/settings.json': file },
    })
    expect(report.definitions).toHaveLength(1)
    expect(stateOf(report)).toBe('connected')
  })
})

describe('while we are connected', () => {
  it.each<[Problem['code'], Problem['severity'], Home]>([
    [
      'outranked',
      'error',
      { files: { 'managed/managed-settings.json': settings({ ANTHROPIC_BASE_URL: 'https://m.example' }) } },
    ],
    [
      'policy_forbids',
      'error',
      { files: { 'managed/managed-settings.json': '{"allowedProviders":["bedrock"]}' } },
    ],
    ['cloud_selected', 'error', { env: { CLAUDE_CODE_USE_BEDROCK: '1' } }],
    ['loopback_proxied', 'error', { env: { https_proxy: 'http://proxy.example:8080' } }],
    [
      'settings_ignored',
      'error',
      { files: { 'home/.claude/settings.json': `{ /* mine */ "env": { "ANTHROPIC_BASE_URL": "${URL}" } }` } },
    ],
  ])('%s keeps Claude Code away', async (code, severity, home) => {
    const report = await examine({ ...home, connect: code !== 'settings_ignored' })
    expect(report.problems).toContainEqual(expect.objectContaining({ code, severity }))
    expect(stateOf(report)).toBe('conflict')
    expect(report.healthy).toBe(false)
  })

  it.each<[string, Home]>([
    ['a cloud that is switched off', { env: { CLAUDE_CODE_USE_BEDROCK: '0' } }],
    [
      'a proxy that is not for us',
      { env: { HTTPS_PROXY: 'http://p.example', NO_PROXY: 'x.example, 127.0.0.1' } },
    ],
    ['a proxy for nobody', { env: { HTTP_PROXY: 'http://p.example', no_proxy: '*' } }],
    ['the address by another name', { env: { ANTHROPIC_BASE_URL: 'http://localhost:3456/' } }],
    [
      'a policy that pins us',
      {
        files: {
          'managed/managed-settings.json': JSON.stringify({
            allowedProviders: [],
            env: { ANTHROPIC_BASE_URL: URL },
          }),
        },
      },
    ],
  ])('%s is no trouble', async (_what, home) => {
    const report = await examine({ ...home, connect: true })
    expect([codes(report), stateOf(report)]).toEqual([[], 'connected'])
  })

  it('a proxy in a start file is only likely: a warning that says what to add', async () => {
    const home = {
      files: { 'home/.zshrc': 'export https_proxy=http://p.example\nexport no_proxy=.corp.example\n' },
    }
    const report = await examine({ ...home, connect: true })
    expect(stateOf(report)).toBe('connected')
    expect(report.problems).toMatchObject([
      {
        code: 'loopback_proxied',
        severity: 'warning',
        fix: { text: 'Set NO_PROXY=.corp.example,127.0.0.1,localhost in the same place.' },
      },
    ])
  })

  it('a project with an address of its own is named, with the line', async () => {
    const path = join(rig.root, 'work', '.claude', 'settings.json')
    const { problems, connection } = await examine({
      files: {
        'home/.claude.json': JSON.stringify({ projects: { [join(rig.root, 'work')]: {} } }),
        'work/.claude/settings.json': settings({ ANTHROPIC_BASE_URL: 'https://project.example' }),
      },
      connect: true,
    })
    expect(connection.state).toBe('connected')
    expect(problems).toContainEqual(
      expect.objectContaining({
        code: 'project_override',
        severity: 'warning',
        fix: expect.objectContaining({ path, line: 3 }),
      }),
    )
  })

  it('a credential beside it is named and never shown; one that other proxies wanted is an error', async () => {
    const report = await examine({
      files: { 'home/.claude/settings.json': settings({ ANTHROPIC_AUTH_TOKEN: 'dummy' }) },
      env: { ANTHROPIC_API_KEY: 'sk-ant-secret-value' },
      connect: true,
    })
    expect(codes(report)).toEqual(['credential_placeholder', 'credential_set'])
    expect(JSON.stringify(report)).not.toMatch(/secret-value|"dummy"/)
    expect(report.definitions).toContainEqual({
      variable: 'ANTHROPIC_API_KEY',
      place: 'environment',
      wins: 'where_set',
      ours: false,
    })
  })
})

it.each<[Problem['code'], Home]>([
  ['cloud_selected', { env: { CLAUDE_CODE_USE_VERTEX: 'true' } }],
  ['loopback_proxied', { env: { ALL_PROXY: 'http://p.example' } }],
  ['policy_forbids', { files: { 'managed/managed-settings.json': '{"allowedProviders":["vertex"]}' } }],
])('without us, %s is nothing that is wrong', async (code, home) => {
  const report = await examine(home)
  expect([codes(report), report.healthy]).toEqual([[code], true])
})

describe('a placeholder', () => {
  it.each([
    'dummy',
    'sk-dummy',
    'x',
    'xxx',
    'test',
    'ollama',
    'not-needed',
    'PROXY_MANAGED',
    'none',
    'your-api-key',
    'any',
    '***',
    'local-key',
  ])('is told from a key: %s', async (value) => {
    expect(codes(await examine({ env: { ANTHROPIC_AUTH_TOKEN: value } }))).toEqual(['credential_placeholder'])
  })

  it.each(['sk-ant-oat01-abcdefghijkl', 'sk-litellm-1234', 'eyJhbGciOi.x.y', 'testing-my-gateway-4711'])(
    'is not seen in %s',
    async (value) => {
      expect(codes(await examine({ env: { ANTHROPIC_AUTH_TOKEN: value } }))).toEqual(['credential_set'])
    },
  )
})

describe('an address where nothing answers', () => {
  const dead = 'http://127.0.0.1:9999'

  it('in the settings is an error that connecting mends', async () => {
    const report = await examine({
      files: { 'home/.claude/settings.json': settings({ ANTHROPIC_BASE_URL: dead }) },
      alive: [URL],
    })
    expect(stateOf(report)).toBe('dead')
    expect(report.problems).toMatchObject([
      { code: 'dead_address', severity: 'error', fix: { action: 'connect' } },
    ])
  })

  it('in a start file is named with its line', async () => {
    const report = await examine({
      files: { 'home/.bashrc': `\nexport ANTHROPIC_BASE_URL='${dead}'\n` },
      alive: [URL],
    })
    expect(report.problems).toMatchObject([
      { code: 'dead_address', fix: { action: 'manual', path: join(rig.home, '.bashrc'), line: 2 } },
    ])
  })

  it('is never looked for beyond this machine', async () => {
    const report = await examine({ env: { ANTHROPIC_BASE_URL: 'https://gateway.example' }, alive: [] })
    expect(codes(report)).toEqual(['other_address'])
  })

  it('does not count where something stronger is set', async () => {
    const report = await examine({
      files: { 'home/.bashrc': `export ANTHROPIC_BASE_URL=${dead}` },
      alive: [URL],
      connect: true,
    })
    expect(codes(report)).toEqual([])
  })
})

it('shows no password of an address or of a proxy', async () => {
  const report = await examine({
    files: {
      'home/.claude/settings.json': settings({
        ANTHROPIC_BASE_URL: 'https://me:hunter2@gateway.example/?k=hunter2',
      }),
    },
    env: { HTTPS_PROXY: 'http://me:hunter2@proxy.example' },
  })
  expect(JSON.stringify(report)).not.toContain('hunter2')
  expect(report.connection.currentUrl).toBe('https://gateway.example')
})

it('says which key stands twice', async () => {
  const twice = `{"env":{"ANTHROPIC_BASE_URL":"https://a.example"},"env":{"ANTHROPIC_BASE_URL":"${URL}"}}`
  const report = await examine({ files: { 'home/.claude/settings.json': twice } })
  expect(codes(report)).toEqual(['key_twice'])
  expect(stateOf(report)).toBe('connected')
})

it('reads what it cannot parse as nothing, and goes on', async () => {
  await mkdir(join(rig.home, '.claude'))
  await symlink('/nowhere', join(rig.home, '.zshrc'))
  const report = await examine({
    files: {
      'home/.claude.json': '{"projects": [',
      'home/.config/Code/User/settings.json': 'what?',
      'managed/managed-settings.json': '[]',
    },
  })
  expect(report).toMatchObject({ healthy: true, definitions: [] })
})

describe('asked by a command of its own', () => {
  /** A running Signalbox, represented by the parent process of this test. */
  const running = { pid: process.ppid, birth: null }
  const ask = (configuredUrl: string) =>
    rig.connector({ configuredUrl, self: { pid: process.pid, birth: null } }).doctor()

  beforeEach(async () => {
    const signalbox = rig.connector({ self: running })
    await signalbox.listening(URL)
    await signalbox.connect({})
  })

  it.each([URL, 'http://localhost:3456', 'http://127.0.0.1:0'])(
    'about %s, which connected: says who it is, and warns of nothing',
    async (asked) => {
      const { problems, connection } = await ask(asked)
      expect(problems).toEqual([])
      expect(connection).toMatchObject({
        state: 'connected',
        connectedBy: { pid: running.pid, baseUrl: URL },
      })
    },
  )

  it('about another one: names who connected, as a note', async () => {
    expect((await ask('http://127.0.0.1:5200')).problems).toEqual([
      {
        code: 'other_signalbox',
        severity: 'note',
        sentence: `Another Signalbox (pid ${running.pid}, ${URL}) has connected Claude Code.`,
        message: expect.objectContaining({
          code: 'doctor.other_signalbox',
          params: { pid: running.pid, address: URL },
        }),
      },
    ])
  })

  it('after its end: nobody has connected it', async () => {
    await rig.put(
      join(rig.dataDir, 'connection.json'),
      (await rig.get(join(rig.dataDir, 'connection.json')))?.replace(`${running.pid}`, '4194305') ?? '',
    )
    const { connection } = await ask(URL)
    expect(connection).not.toHaveProperty('connectedBy')
  })
})

describe('what Claude Code loses', () => {
  const stateOfFeature = ({ connection }: DoctorReport, feature: string) =>
    connection.fidelity.find((item) => item.feature === feature)?.state

  async function fidelity(
    version: string | undefined,
    env: Record<string, string> = {},
  ): Promise<DoctorReport> {
    const connector = rig.connector({ env, claudeVersion: () => version })
    await connector.listening(URL)
    return connector.doctor()
  }

  it.each([
    ['2.1.329', {}, 'on'],
    ['2.2.0', {}, 'on'],
    ['v2.1.330-beta.1', {}, 'on'],
    ['2.1.329 (Claude Code)', {}, 'on'],
    ['nightly', {}, 'unknown'],
    ['2.1.273', {}, 'off'],
    ['2.1.70', {}, 'off'],
    ['2.1.300', {}, 'unknown'],
    [undefined, {}, 'unknown'],
    ['2.1.100', { ENABLE_TOOL_SEARCH: 'true' }, 'on'],
    ['2.1.100', { ENABLE_TOOL_SEARCH: 'auto:5' }, 'on'],
    ['2.1.329', { ENABLE_TOOL_SEARCH: 'false' }, 'off'],
    ['2.1.329', { CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS: '1', ENABLE_TOOL_SEARCH: 'true' }, 'off'],
  ])('of tool search: version %s with %j has it %s', async (version, env, state) => {
    expect(stateOfFeature(await fidelity(version, env), 'tool_search')).toBe(state)
  })

  it('never hides Remote Control and the settings of an organization', async () => {
    const report = await fidelity('2.1.329')
    expect(['remote_control', 'organization_settings'].map((name) => stateOfFeature(report, name))).toEqual([
      'off',
      'off',
    ])
  })
})
