import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DoctorReport, Problem } from '../../../shared/connection.ts'
import { createRig, type Rig } from '../testing/create-rig.ts'
import { URL } from '../testing/connect-fixtures.ts'
import { settings, type Home, examine, codes, stateOf } from '../testing/examine.ts'

let rig: Rig

beforeEach(async () => {
  rig = await createRig()
})

afterEach(() => rig.remove())

it('finds nothing wrong with an empty home', async () => {
  const report = await examine(rig)
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
    expect(winners(await examine(rig, { files: without(), env }))).toEqual({
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
    expect(winners(await examine(rig, { files: without('managed'), env }))).toMatchObject({
      local: 'in_project',
      project: 'never',
      user: 'always',
      environment: 'never',
    })
    await rig.remove()
    expect(winners(await examine(rig, { files: without('managed', 'local.json'), env }))).toMatchObject({
      project: 'in_project',
      user: 'always',
    })
  })

  it('and at last whatever starts Claude Code', async () => {
    const report = await examine(rig, { files: without('managed', 'home/.claude/settings'), env })
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
    const report = await examine(rig, {
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
    const report = await examine(rig, {
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
    const report = await examine(rig, { ...home, connect: code !== 'settings_ignored' })
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
    const report = await examine(rig, { ...home, connect: true })
    expect([codes(report), stateOf(report)]).toEqual([[], 'connected'])
  })

  it('a proxy in a start file is only likely: a warning that says what to add', async () => {
    const home = {
      files: { 'home/.zshrc': 'export https_proxy=http://p.example\nexport no_proxy=.corp.example\n' },
    }
    const report = await examine(rig, { ...home, connect: true })
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
    const { problems, connection } = await examine(rig, {
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
    const report = await examine(rig, {
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
  const report = await examine(rig, home)
  expect([codes(report), report.healthy]).toEqual([[code], true])
})
