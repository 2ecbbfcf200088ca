import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { installClaudeCode } from './clients/install-claude-code.ts'
import { type ClaudeTerminal, startClaudeTerminal } from './clients/start-claude-terminal.ts'
import { type FakeUpstream, startFakeUpstream } from './fake-upstream/start-fake-upstream.ts'
import { type Headless, startHeadless } from './start-headless.ts'

const SESSION = '7a1f0f4e-0000-4000-8000-000000000001'
const INPUT = JSON.stringify({
  session_id: SESSION,
  model: { id: 'claude-opus-5-5', display_name: 'Opus 5.5' },
  cost: { total_cost_usd: 0.5 },
  context_window: { used_percentage: 12 },
})

let root: string
let settings: string
let upstream: FakeUpstream
let signalbox: Headless
let terminal: ClaudeTerminal | undefined

beforeAll(async () => {
  await installClaudeCode()
}, 300_000)

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'signalbox-line-'))
  settings = join(root, '.claude', 'settings.json')
  await mkdir(dirname(settings))
  upstream = await startFakeUpstream()
  signalbox = await startHeadless({ env: { ANTHROPIC_FORWARD_URL: upstream.url, HOME: root, TZ: 'UTC' } })
})

afterEach(async () => {
  await terminal?.close()
  terminal = undefined
  await signalbox.stop()
  await upstream.close()
  await rm(root, { recursive: true, force: true })
})

async function change(path: string, body: object = {}): Promise<Record<string, unknown>> {
  const response = await fetch(`${signalbox.url}/api/connection${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect(response.status).toBe(200)
  return JSON.parse(await response.text())
}

async function ask(body: BodyInit, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${signalbox.url}/api/statusline`, { method: 'POST', body, headers })
}

async function readCommand(): Promise<string> {
  return JSON.parse(await readFile(settings, 'utf8')).statusLine.command
}

/** As Claude Code 2.1.329 runs it, whatever the user's shell is. */
async function run(command: string): Promise<{ stdout: string; ms: number }> {
  const startedAt = performance.now()
  const child = spawn('/bin/sh', ['-c', command], { stdio: ['pipe', 'pipe', 'ignore'] })
  child.stdin.on('error', () => undefined).end(INPUT)
  let stdout = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  await once(child, 'close')
  return { stdout, ms: performance.now() - startedAt }
}

describe('Claude Code in a terminal', () => {
  test('shows our line below its own, and has its settings back byte for byte', async () => {
    const theirs = `{\n\t"statusLine" : { "type": "command", "command": "echo 'the user'\\\\''s line'", "padding": 1 },\n\t"model":"opus"}`
    await writeFile(settings, theirs)
    const preview = await fetch(`${signalbox.url}/api/connection?statusLine=true`)
    expect(await preview.json()).toMatchObject({ statusLineFound: 'command', preview: { action: 'connect' } })
    expect(await readFile(settings, 'utf8')).toBe(theirs)
    expect(await change('/connect', { statusLine: true })).toMatchObject({
      statusLine: true,
      statusLineFound: 'ours',
    })

    terminal = await startClaudeTerminal({ home: root, cwd: join(root, 'work') })
    await terminal.shows(/theuser'sline.*Opus5\.5·\$0\.00/)
    terminal.type('say hello')
    await terminal.shows(/sayhello/)
    terminal.type('\r')
    await terminal.shows(/Hellofromthefakeupstream.*context0%·cache0%·\$0\.00/s)
    await terminal.close()

    await change('/disconnect')
    // A session that has just ended may still be told first, which takes 2.5 s.
    await expect.poll(() => readFile(settings, 'utf8'), { timeout: 10_000 }).toBe(theirs)
  })

  test('shows no line once Signalbox has stopped, and no error', async () => {
    await change('/connect', { statusLine: true })
    const command = await readCommand()
    await signalbox.stop()
    const { stdout, ms } = await run(command)
    expect(stdout).toBe('')
    expect(ms).toBeLessThan(1_000)
  })
})

describe('the command', () => {
  test('prints our line in time', async () => {
    await change('/connect', { statusLine: true })
    const command = await readCommand()
    const runs = []
    for (let i = 0; i < 40; i++) runs.push(await run(command))
    for (const { stdout } of runs) expect(stdout).toContain('Opus 5.5')
    const sorted = runs.map(({ ms }) => ms).toSorted((a, b) => a - b)
    // The fast quarter: a neighbour on this machine must not fail the test. The figures are printed.
    console.log(`status line command: median ${sorted[20]?.toFixed(1)} ms, p95 ${sorted[37]?.toFixed(1)} ms`)
    expect(sorted[10]).toBeLessThan(60)
  })

  test('prints nothing within 0.3 s when Signalbox is frozen, and what the user’s own command prints', async () => {
    await writeFile(settings, '{"statusLine":{"type":"command","command":"echo mine"}}')
    await change('/connect', { statusLine: true })
    const command = await readCommand()
    expect((await run(command)).stdout).toMatch(/^mine\n.*Opus 5\.5.*\n$/s)
    process.kill(signalbox.pid, 'SIGSTOP')
    const { stdout, ms } = await run(command)
    process.kill(signalbox.pid, 'SIGCONT')
    expect(stdout).toBe('mine\n')
    // The limit of 300 ms, and the start of the processes on a busy machine.
    expect(ms).toBeLessThan(1_500)
  })

  test('is independent of a proxy in the environment', async () => {
    await change('/connect', { statusLine: true })
    const command = `ALL_PROXY=http://127.0.0.1:9 http_proxy=http://127.0.0.1:9 ${await readCommand()}`
    expect((await run(command)).stdout).toContain('Opus 5.5')
  })
})

describe('POST /api/statusline', () => {
  test.each(['', '{', '[1]', '\0\u001b[31m', '{"model":{"display_name":"\\u001b]0;x\\u0007\\nb"}}'])(
    'answers any body with one safe line: %j',
    async (body) => {
      const response = await ask(body, { 'content-type': 'application/x-www-form-urlencoded' })
      expect(response.status).toBe(200)
      expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8')
      // oxlint-disable-next-line no-control-regex
      expect(await response.text()).toMatch(/^(?:\u001b\[\d+m|[^\u0000-\u001f\u007f-\u009f])*\n$/)
    },
  )

  test('refuses what is far too large, and web pages', async () => {
    expect((await ask('x'.repeat(2_000_000))).status).toBe(413)
    expect((await ask(INPUT, { origin: 'https://evil.example' })).status).toBe(403)
  })

  test('follows the settings at once', async () => {
    const put = await fetch(`${signalbox.url}/api/statusline/settings`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ template: '<{model}>|{context} full', separator: ' ', colors: false }),
    })
    expect(put.status).toBe(200)
    expect(await (await ask(INPUT)).text()).toBe('<Opus 5.5> 12% full\n')
  })

  test('responds in less than 2 ms', async () => {
    const agent = { 'content-type': 'application/json' }
    const times = []
    for (let i = 0; i < 200; i++) {
      const startedAt = performance.now()
      await (await ask(INPUT, agent)).text()
      times.push(performance.now() - startedAt)
    }
    times.sort((a, b) => a - b)
    const median = times[100]
    console.log(`POST /api/statusline: median ${median?.toFixed(2)} ms, with the client`)
    expect(times[20]).toBeLessThan(5)
  })
})
