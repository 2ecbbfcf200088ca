import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type FakeUpstream, startFakeUpstream } from './fake-upstream/start-fake-upstream.ts'
import { runInTerminal } from './run-in-terminal.ts'
import { type Headless, startHeadless } from './start-headless.ts'

const REPOSITORY = join(import.meta.dirname, '..')
const COMMENTED = '{\n  // mine\n  "model": "opus",\n}\n'

/** The data folder, and the home of the running instance. */
let home: string
let settings: string
let signalbox: Headless
/** A reachable upstream: doctor reports an unreachable one. */
let upstream: FakeUpstream
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'signalbox-cli-connect-'))
  settings = join(home, '.claude', 'settings.json')
  upstream = await startFakeUpstream()
  signalbox = await startHeadless({ dataDir: home, env: { ANTHROPIC_FORWARD_URL: upstream.url } })
})
afterAll(async () => {
  await signalbox.stop('SIGKILL')
  await upstream.close()
  await rm(home, { recursive: true, force: true })
})
beforeEach(async () => {
  await fetch(`${signalbox.url}/api/connection/disconnect`, { method: 'POST' })
  await mkdir(dirname(settings), { recursive: true })
  await writeFile(settings, '{}\n')
})

const environment = (env: Record<string, string>) => ({
  PATH: process.env['PATH'] ?? '',
  HOME: home,
  SIGNALBOX_DATA_DIR: home,
  ...env,
})
const command = (args: readonly string[]) => ['main/headless.ts', ...args, '--port', String(signalbox.port)]

async function run(args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, command(args), { cwd: REPOSITORY, env: environment(env) })
  const output = { stdout: '', stderr: '' }
  child.stdout.on('data', (text) => (output.stdout += text))
  child.stderr.on('data', (text) => (output.stderr += text))
  const [code]: (number | null)[] = await once(child, 'close')
  return { code, ...output }
}

const written = () => readFile(settings, 'utf8')

it('doctor names the Signalbox that connected, and warns of nothing', async () => {
  expect(await run(['connect', '--yes'])).toMatchObject({ code: 0 })
  const { code, stdout } = await run(['doctor'])
  expect(code).toBe(0)
  expect(stdout).toContain(`Connected by the Signalbox on port ${signalbox.port} (pid ${signalbox.pid}).`)
  expect(stdout).toContain('No problems found.')
  const json = JSON.parse((await run(['doctor', '--json'])).stdout)
  expect(json).toMatchObject({ problems: [], connection: { connectedBy: { pid: signalbox.pid } } })
})

it('connect succeeds, and warns of an upstream that can’t be reached', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-cli-unreachable-'))
  // Port 9 is reserved, and no program listens there.
  const other = await startHeadless({ dataDir: folder, env: { ANTHROPIC_FORWARD_URL: 'http://127.0.0.1:9' } })
  try {
    await expect
      .poll(async () => (await fetch(`${other.url}/livez`)).text(), { timeout: 20_000 })
      .toContain('upstream_unreachable')
    const child = spawn(
      process.execPath,
      ['main/headless.ts', 'connect', '--yes', '--port', String(other.port)],
      { cwd: REPOSITORY, env: environment({ HOME: folder, SIGNALBOX_DATA_DIR: folder }) },
    )
    let stdout = ''
    child.stdout.on('data', (text) => (stdout += text))
    const [code]: (number | null)[] = await once(child, 'close')
    expect(code).toBe(0)
    expect(stdout).toContain('Warning: 127.0.0.1:9 can’t be reached from this machine.')
  } finally {
    await other.stop('SIGKILL')
    await rm(folder, { recursive: true, force: true })
  }
})

describe('a settings file that Claude Code ignores', () => {
  beforeEach(() => writeFile(settings, COMMENTED))

  it('is not changed by --yes alone, and --repair says what else goes', async () => {
    expect(await run(['connect', '--yes'])).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/- {4}2 {4}\/\/ mine/),
      stderr: expect.stringContaining('Add --yes --repair'),
    })
    expect(await written()).toBe(COMMENTED)
    expect(await run(['connect', '--yes', '--repair'])).toMatchObject({ code: 0 })
    expect(JSON.parse(await written())).toMatchObject({ env: { ANTHROPIC_BASE_URL: signalbox.url } })
    expect(await run(['disconnect'])).toMatchObject({ code: 0 })
    expect(await written()).toBe(COMMENTED)
  })

  it.runIf(process.platform === 'linux')('on a terminal it asks, and no is no', async () => {
    const where = { args: command(['connect']), cwd: REPOSITORY, env: environment({}) }
    const asked = 'Remove the comments and connect Claude Code? [y/N]'
    const refused = await runInTerminal({ ...where, response: { to: asked, with: 'n' } })
    expect(refused.code).toBe(1)
    expect(await written()).toBe(COMMENTED)
    const agreed = await runInTerminal({ ...where, response: { to: asked, with: 'y' } })
    expect(agreed.code).toBe(0)
    expect(JSON.parse(await written())).toMatchObject({ model: 'opus' })
  })

  it('is refused by the API without the word for it, and so by every switch in a page', async () => {
    const response = await fetch(`${signalbox.url}/api/connection/connect`, { method: 'POST' })
    expect(response.status).toBe(409)
    expect(await response.json()).toMatchObject({
      code: 'claude_settings_ignored',
      issues: [{ code: 'claude.comment', params: { line: 2, column: 3 } }],
    })
    expect(await written()).toBe(COMMENTED)
  })
})

describe('a terminal whose Claude Code reads other settings', () => {
  let other: string
  beforeEach(async () => {
    other = await mkdtemp(join(tmpdir(), 'signalbox-other-'))
  })
  afterEach(() => rm(other, { recursive: true, force: true }))

  it.each<[string, () => Record<string, string>, RegExp]>([
    [
      'CLAUDE_CONFIG_DIR',
      () => ({ CLAUDE_CONFIG_DIR: other }),
      /same CLAUDE_CONFIG_DIR, or run this command without it/,
    ],
    ['HOME', () => ({ HOME: other }), /Run this command with CLAUDE_CONFIG_DIR=\S+\.claude, or/],
  ])('by %s: connect and disconnect change nothing and name both, doctor warns', async (_name, env, fix) => {
    await run(['connect', '--yes'])
    const before = await written()
    const runs = [['connect', '--yes'], ['connect', '--preview'], ['disconnect'], ['disconnect', '--json']]
    const refused = await Promise.all(runs.map((args) => run(args, env())))
    expect(refused.map(({ code }) => code)).toEqual([1, 1, 1, 1])
    for (const { stdout, stderr } of refused) {
      const said = `${stdout}${stderr}`
      expect(said).toContain(`reads ${other}`)
      expect(said).toContain(`but Signalbox changes ${settings}`)
      expect(said).toMatch(fix)
    }
    expect(await written()).toBe(before)
    const doctor = JSON.parse((await run(['doctor', '--json'], env())).stdout)
    expect(doctor.problems).toEqual([
      expect.objectContaining({ code: 'other_settings', severity: 'warning' }),
    ])
  })

  it('by another name of the same folder is none', async () => {
    await symlink(dirname(settings), join(other, 'link'))
    expect(await run(['connect', '--yes'], { CLAUDE_CONFIG_DIR: join(other, 'link') })).toMatchObject({
      code: 0,
    })
    expect(await written()).toContain(signalbox.url)
  })
})
