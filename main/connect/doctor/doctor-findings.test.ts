import { mkdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DoctorReport } from '../../../shared/connection.ts'
import { createRig, type Rig } from '../testing/create-rig.ts'
import { URL } from '../testing/connect-fixtures.ts'
import { settings, examine, codes, stateOf } from '../testing/examine.ts'

let rig: Rig

beforeEach(async () => {
  rig = await createRig()
})

afterEach(() => rig.remove())

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
    expect(codes(await examine(rig, { env: { ANTHROPIC_AUTH_TOKEN: value } }))).toEqual([
      'credential_placeholder',
    ])
  })

  it.each(['sk-ant-oat01-abcdefghijkl', 'sk-litellm-1234', 'eyJhbGciOi.x.y', 'testing-my-gateway-4711'])(
    'is not seen in %s',
    async (value) => {
      expect(codes(await examine(rig, { env: { ANTHROPIC_AUTH_TOKEN: value } }))).toEqual(['credential_set'])
    },
  )
})

describe('an address where nothing answers', () => {
  const dead = 'http://127.0.0.1:9999'

  it('in the settings is an error that connecting fixes', async () => {
    const report = await examine(rig, {
      files: { 'home/.claude/settings.json': settings({ ANTHROPIC_BASE_URL: dead }) },
      alive: [URL],
    })
    expect(stateOf(report)).toBe('dead')
    expect(report.problems).toMatchObject([
      { code: 'dead_address', severity: 'error', fix: { action: 'connect' } },
    ])
  })

  it('in a start file is named with its line', async () => {
    const report = await examine(rig, {
      files: { 'home/.bashrc': `\nexport ANTHROPIC_BASE_URL='${dead}'\n` },
      alive: [URL],
    })
    expect(report.problems).toMatchObject([
      { code: 'dead_address', fix: { action: 'manual', path: join(rig.home, '.bashrc'), line: 2 } },
    ])
  })

  it('is never looked for beyond this machine', async () => {
    const report = await examine(rig, { env: { ANTHROPIC_BASE_URL: 'https://gateway.example' }, alive: [] })
    expect(codes(report)).toEqual(['other_address'])
  })

  it('does not count where something stronger is set', async () => {
    const report = await examine(rig, {
      files: { 'home/.bashrc': `export ANTHROPIC_BASE_URL=${dead}` },
      alive: [URL],
      connect: true,
    })
    expect(codes(report)).toEqual([])
  })
})

it('shows no password of an address or of a proxy', async () => {
  const report = await examine(rig, {
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
  const report = await examine(rig, { files: { 'home/.claude/settings.json': twice } })
  expect(codes(report)).toEqual(['key_twice'])
  expect(stateOf(report)).toBe('connected')
})

it('reads what it cannot parse as nothing, and goes on', async () => {
  await mkdir(join(rig.home, '.claude'))
  await symlink('/nowhere', join(rig.home, '.zshrc'))
  const report = await examine(rig, {
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

  it('after its end: not connected', async () => {
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

  it.each([
    ['tool_streaming', 'CLAUDE_CODE_ENABLE_FINE_GRAINED_TOOL_STREAMING'],
    ['model_discovery', 'CLAUDE_CODE_ENABLE_GATEWAY_MODEL_DISCOVERY'],
    ['tracing', 'CLAUDE_CODE_PROPAGATE_TRACEPARENT'],
  ])('of %s is had back with %s, and the fix says so', async (feature, variable) => {
    const { connection } = await fidelity('2.1.329')
    expect(connection.fidelity.find((item) => item.feature === feature)).toMatchObject({
      state: 'off',
      fix: { text: expect.stringContaining(`${variable}=1`) },
    })
    expect(stateOfFeature(await fidelity('2.1.329', { [variable]: '1' }), feature)).toBe('on')
    expect(stateOfFeature(await fidelity('2.1.329', { [variable]: '0' }), feature)).toBe('off')
  })

  it('of fast mode and auto mode is nothing, and what else is needed is said', async () => {
    const says = async (env: Record<string, string>, feature: string) =>
      (await fidelity('2.1.329', env)).connection.fidelity.find((item) => item.feature === feature)
    expect((await says({}, 'fast_mode'))?.fix?.text).toContain('CLAUDE_CODE_SKIP_FAST_MODE_NETWORK_ERRORS=1')
    expect((await says({ CLAUDE_CODE_SKIP_FAST_MODE_ORG_CHECK: '1' }, 'fast_mode'))?.fix).toBeUndefined()
    expect((await says({}, 'auto_mode'))?.reason).toContain('Anthropic’s server')
    expect((await says({ CLAUDE_CODE_AUTO_MODE_SERVER: '0' }, 'auto_mode'))?.reason).toContain('itself')
  })

  it('never hides Remote Control and the settings of an organization', async () => {
    const report = await fidelity('2.1.329')
    expect(['remote_control', 'organization_settings'].map((name) => stateOfFeature(report, name))).toEqual([
      'off',
      'off',
    ])
  })
})
