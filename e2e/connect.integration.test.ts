import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Connection, DoctorReport } from '../shared/connection.ts'
import { installClaudeCode } from './clients/install-claude-code.ts'
import { type ClaudeHome, createClaudeHome } from './connect-rig/create-claude-home.ts'
import { type Anthropic, startAnthropic } from './connect-rig/start-anthropic.ts'
import { type RecordedRequest, readHeader } from './fake-upstream/recorded-request.ts'
import { type FakeUpstream, startFakeUpstream } from './fake-upstream/start-fake-upstream.ts'
import { type Headless, startHeadless } from './start-headless.ts'

const REPOSITORY = join(import.meta.dirname, '..')
const SETTINGS = '{\r\n\t"permissions": { "allow": [] },\r\n\t"env": { "FOO": "bär" }\r\n}\r\n'

/** Claude Code notices changed settings within a second; a turn takes a tenth of one. */
const MAX_TURNS = 100

let anthropic: Anthropic
/** Signalbox's upstream. */
let upstream: FakeUpstream
let claude: ClaudeHome
let running: Headless[]

beforeAll(async () => {
  await installClaudeCode()
}, 300_000)

beforeEach(async () => {
  running = []
  anthropic = await startAnthropic()
  upstream = await startFakeUpstream()
  claude = await createClaudeHome(anthropic.proxy)
  await claude.put(SETTINGS)
})

afterEach(async () => {
  await claude.remove()
  await Promise.all(running.map((signalbox) => signalbox.stop('SIGKILL')))
  await upstream.close()
  await anthropic.close()
})

async function start(): Promise<Headless> {
  const env = { ...claude.env, ANTHROPIC_FORWARD_URL: upstream.url }
  const signalbox = await startHeadless({ env, dataDir: claude.dataDir })
  running.push(signalbox)
  // The response arrives once the startup has dealt with the previous run.
  await call(signalbox, '/api/connection')
  return signalbox
}

async function call(signalbox: Headless, path: string, body?: object): Promise<Connection> {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const response = await fetch(`${signalbox.url}${path}`, body === undefined ? {} : init)
  expect(response.status).toBe(200)
  return response.json()
}

interface Ran {
  code: number
  stdout: string
  stderr: string
}

/** Runs the command line on the same home and data folder. */
async function run(...args: string[]): Promise<Ran> {
  const { PATH = '' } = process.env
  const child = spawn(process.execPath, ['main/headless.ts', ...args, '--data-dir', claude.dataDir], {
    cwd: REPOSITORY,
    env: { PATH, ...claude.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = { stdout: '', stderr: '' }
  child.stdout.on('data', (text) => (output.stdout += text))
  child.stderr.on('data', (text) => (output.stderr += text))
  const [code]: number[] = await once(child, 'close')
  return { code: code ?? -1, ...output }
}

/** Counts the messages at each upstream since the last call. */
function newMessages(): () => { upstream: number; anthropic: number } {
  const count = (server: FakeUpstream) =>
    server.requests.filter(({ messageIndex }) => messageIndex !== undefined).length
  let before = { upstream: 0, anthropic: 0 }
  return () => {
    const now = { upstream: count(upstream), anthropic: count(anthropic.upstream) }
    const fresh = { upstream: now.upstream - before.upstream, anthropic: now.anthropic - before.anthropic }
    before = now
    return fresh
  }
}

const THROUGH_US = { upstream: 1, anthropic: 0 }
const DIRECT = { upstream: 0, anthropic: 1 }

/** Names of the beta features in a request. */
function betas(request: RecordedRequest | undefined): Set<string> {
  if (request === undefined) throw new Error('there was no request')
  return new Set(readHeader(request, 'anthropic-beta')?.split(','))
}

describe('Claude Code with a home of its own', () => {
  it('goes through us when connected and to Anthropic when not, with the losses that we tell of', async () => {
    const messages = newMessages()
    const signalbox = await start()
    const long = ['--model', 'claude-sonnet-4-5-20250929[1m]']
    expect(await call(signalbox, '/api/connection/connect', {})).toMatchObject({ state: 'connected' })
    await claude.ask(long)
    expect(messages()).toEqual(THROUGH_US)

    await call(signalbox, '/api/connection/disconnect', {})
    expect(await claude.get()).toBe(SETTINGS)
    await claude.ask(long)
    expect(messages()).toEqual(DIRECT)

    // The fidelity panel's statements about this version. Compare them again for another version.
    const [through] = upstream.requests
    const direct = anthropic.upstream.requests.find(({ messageIndex }) => messageIndex === 0)
    for (const kept of ['advanced-tool-use-2025-11-20', 'context-1m-2025-08-07']) {
      expect(betas(through)).toContain(kept)
      expect(betas(direct)).toContain(kept)
    }
    expect(betas(direct)).toContain('prompt-caching-scope-2026-01-05')
    expect(betas(through)).not.toContain('prompt-caching-scope-2026-01-05')
    const asked = anthropic.upstream.requests.map(({ url }) => url)
    expect(asked).toContain('/api/claude_code/settings')
    expect(upstream.requests.map(({ url }) => url)).not.toContain('/api/claude_code/settings')
  })

  it('goes where it went before when we quit, and through us again when we are back', async () => {
    const messages = newMessages()
    const gateway = await startFakeUpstream()
    const theirs = SETTINGS.replace('"bär"', `"bär", "ANTHROPIC_BASE_URL":"${gateway.url}\\u002f"`)
    await claude.put(theirs)
    const signalbox = await start()
    await call(signalbox, '/api/connection/connect', { gateway: 'replace' })
    await claude.ask()
    expect(messages()).toEqual(THROUGH_US)

    expect(await signalbox.stop('SIGTERM')).toEqual({ code: 0, signal: null })
    expect(await claude.get()).toBe(theirs)
    await claude.ask()
    expect(messages()).toEqual({ upstream: 0, anthropic: 0 })
    expect(gateway.requests).toHaveLength(1)

    await start()
    await claude.ask()
    expect(messages()).toEqual(THROUGH_US)
    expect(gateway.requests).toHaveLength(1)
    await gateway.close()
  })

  it('finds us again after a crash, at another port', async () => {
    const messages = newMessages()
    const first = await start()
    await call(first, '/api/connection/connect', {})
    await first.stop('SIGKILL')
    expect(await claude.get()).toContain(first.url)

    const second = await start()
    expect(second.url).not.toBe(first.url)
    await claude.ask()
    expect(messages()).toEqual(THROUGH_US)
    await call(second, '/api/connection/disconnect', {})
    expect(await claude.get()).toBe(SETTINGS)
  })

  it('is told while it runs: the same session comes to us, and leaves us, without a restart', async () => {
    const messages = newMessages()
    const session = await claude.startSession()
    await session.turn()
    expect(messages()).toEqual(DIRECT)

    const signalbox = await start()
    const connected = await call(signalbox, '/api/connection/connect', {})
    expect(connected.sessions).toMatchObject([
      { pid: session.pid, uses: 'signalbox', version: expect.any(String) },
    ])
    let turns = 0
    do await session.turn()
    while (messages().upstream === 0 && ++turns < MAX_TURNS)
    expect(turns).toBeLessThan(MAX_TURNS)

    await call(signalbox, '/api/connection/disconnect', {})
    expect(JSON.parse(await claude.get())).toMatchObject({ env: { ANTHROPIC_BASE_URL: '' } })
    await expect.poll(() => claude.get(), { timeout: 20_000 }).toBe(SETTINGS)
    await session.turn()
    expect(messages()).toEqual(DIRECT)
  })
})

describe('the command line', () => {
  it('connects through the running instance, shows the change first, and disconnects', async () => {
    const signalbox = await start()
    const port = ['--port', String(signalbox.port)]
    const preview = await run('connect', '--preview', '--tool-search', ...port)
    expect(preview).toMatchObject({ code: 0, stderr: '' })
    expect(preview.stdout).toContain(
      `+    3  \t"env": { "FOO": "bär", "ANTHROPIC_BASE_URL": "${signalbox.url}", "ENABLE_TOOL`,
    )
    expect(await run('connect', ...port)).toMatchObject({ code: 1, stderr: expect.stringContaining('--yes') })
    expect(await claude.get()).toBe(SETTINGS)

    expect(await run('connect', '--yes', ...port)).toMatchObject({
      code: 0,
      stdout: `Claude Code uses Signalbox.\nAddress: ${signalbox.url}\n`,
    })
    expect(await run('connect', '--yes', '--json', ...port)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\{"state":"connected".*\}\n$/),
    })
    expect(await run('disconnect', ...port)).toMatchObject({
      code: 0,
      stdout: 'Disconnected. Claude Code talks to Anthropic directly.\n',
    })
    expect(await claude.get()).toBe(SETTINGS)
  })

  it('says why it does not connect where nothing runs, or the settings are broken', async () => {
    const nothing = await run('connect', '--yes', '--port', '1')
    expect(nothing).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('Signalbox isn’t running on port 1'),
    })
    await claude.put('{ "env": {')
    const signalbox = await start()
    const broken = await run('connect', '--yes', '--port', String(signalbox.port))
    expect(broken).toMatchObject({ code: 1, stdout: expect.stringContaining('Line 1, column 11') })
    expect(await claude.get()).toBe('{ "env": {')
  })

  it('finds the dead address that a crash left, and takes it out without a running instance', async () => {
    const messages = newMessages()
    const signalbox = await start()
    await call(signalbox, '/api/connection/connect', {})
    await signalbox.stop('SIGKILL')

    const sick = await run('doctor', '--json')
    expect(sick.code).toBe(1)
    const report: DoctorReport = JSON.parse(sick.stdout)
    expect(report).toMatchObject({
      healthy: false,
      connection: { state: 'dead', baseUrl: signalbox.url },
      problems: [{ code: 'dead_address', severity: 'error', fix: { action: 'disconnect' } }],
    })
    expect(report.definitions).toContainEqual({
      variable: 'ANTHROPIC_BASE_URL',
      place: 'user',
      path: claude.settings,
      line: 3,
      value: signalbox.url,
      wins: 'always',
      ours: true,
    })
    expect((await run('doctor')).stdout).toContain('“ConnectionRefused”')

    expect(await run('disconnect')).toMatchObject({ code: 0, stderr: '' })
    expect(await claude.get()).toBe(SETTINGS)
    expect(await run('doctor')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('No problems found.'),
    })
    await claude.ask()
    expect(messages()).toEqual(DIRECT)
  })
})
