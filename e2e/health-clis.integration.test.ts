import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isRunning } from '../main/health/cli/testing/is-running.ts'
import { BARE_PATH, createFakeHome, FAKE_CLI, type FakeHome } from './seeds/fake-home.ts'
import { httpGet } from './seeds/http-get.ts'
import { startChecked } from './seeds/start-checked.ts'
import { startHeadless } from './start-headless.ts'

/** Time limit of a hanging program: 5 s, after 3 s for the login shell, and as much again on a busy machine. In ms. */
const HANG_LIMIT = 16_000

let home: FakeHome

beforeEach(async () => {
  home = await createFakeHome()
})
afterEach(() => home.remove())

interface Case {
  name: string
  script: string | undefined
  mode?: number
  status: string
  word: string
  details: object
}

const CASES: Case[] = [
  {
    name: 'works',
    script: FAKE_CLI.claude,
    status: 'pass',
    word: 'available',
    details: { version: '2.0.0', installation_status: 'found' },
  },
  {
    name: 'crashes',
    script: FAKE_CLI.crash,
    status: 'warn',
    word: 'binary_found_but_errors',
    details: { return_code: '3', error: "'claude --version' failed: cannot start", version: null },
  },
  {
    name: 'hangs',
    script: FAKE_CLI.hang,
    status: 'warn',
    word: 'timeout',
    details: { error: "Timeout running 'claude --version'", installation_status: 'found_with_issues' },
  },
  {
    name: 'may not be run',
    script: FAKE_CLI.claude,
    mode: 0o644,
    status: 'warn',
    word: 'not_installed',
    details: { rejected: [{ path: expect.any(String), reason: 'not_executable' }] },
  },
  {
    name: 'is not there',
    script: undefined,
    status: 'warn',
    word: 'not_installed',
    details: {
      error: 'Claude CLI binary not found in PATH',
      rejected: [{ path: expect.any(String), reason: 'missing' }],
    },
  },
]

/** If Claude Code is installed in one of these folders, it is correctly found there. */
const HAS_CLAUDE = ['/usr/local/bin/claude', '/usr/bin/claude', '/opt/homebrew/bin/claude'].some((path) =>
  existsSync(path),
)

describe.skipIf(HAS_CLAUDE || process.platform === 'win32')('a claude at CLAUDE_CLI_PATH that', () => {
  it.each(CASES)('$name is told as $word', async ({ script, mode = 0o755, status, word, details }) => {
    const place = await createFakeHome()
    const path = script === undefined ? `${place.path}/gone` : await place.write('cli/claude', script, mode)
    const startedAt = performance.now()
    const server = await startChecked({
      env: {
        HOME: place.path,
        CLAUDE_CLI_PATH: path,
        SIGNALBOX_HEALTH_CRITICAL: 'proxy_service,claude_cli',
      },
    })
    expect(performance.now() - startedAt).toBeLessThan(HANG_LIMIT)
    const { checks } = JSON.parse((await httpGet(`${server.url}/health?view=ietf`)).body)
    expect(checks.claude_cli[0]).toMatchObject({
      status,
      cli_status: word,
      output: `Claude CLI: ${word}`,
      ...details,
    })
    const health = await httpGet(`${server.url}/health`)
    expect(health.status).toBe(status === 'pass' ? 200 : 503)
    const metrics = await httpGet(`${server.url}/metrics`)
    expect(metrics.body).toContain(`claude_proxy_claude_cli_status ${status === 'pass' ? 1 : 0}`)
    await server.stop()
    await expectNothingLeft(place)
    await place.remove()
  })
})

describe.skipIf(process.platform === 'win32')('a server whose checks still run', () => {
  it('answers at once, and leaves no process behind when it stops', async () => {
    const claude = await home.write('cli/claude', FAKE_CLI.hang, 0o755)
    const codex = await home.write('cli/codex', FAKE_CLI.hang, 0o755)
    const server = await startHeadless({
      env: {
        HOME: home.path,
        PATH: BARE_PATH,
        CLAUDE_CLI_PATH: claude,
        CODEX_CLI_PATH: codex,
        ANTHROPIC_FORWARD_URL: 'http://127.0.0.1:9',
      },
    })
    await expect.poll(() => readPids(home), { timeout: 10_000 }).toHaveLength(2)
    const asked = performance.now()
    expect((await httpGet(`${server.url}/health`)).status).toBe(200)
    expect(performance.now() - asked).toBeLessThan(1_000)
    expect(await server.stop()).toEqual({ code: 0, signal: null })
    await expectNothingLeft(home)
  })
})

async function expectNothingLeft(place: FakeHome): Promise<void> {
  const pids = await readPids(place)
  await expect.poll(() => Promise.all(pids.map(isRunning)), { timeout: 2_000 }).toEqual(pids.map(() => false))
}

async function readPids(place: FakeHome): Promise<number[]> {
  const text = await readFile(`${place.path}/pids`, 'utf8').catch(() => '')
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map(Number)
}
