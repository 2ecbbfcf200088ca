import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createClaudeCliCheck } from '../main/health/checks/claude-cli.ts'
import { createCodexCliCheck } from '../main/health/checks/codex-cli.ts'
import { createLoginShellPath } from '../main/health/cli/login-shell-path.ts'
import { isRunning } from '../main/health/cli/testing/is-running.ts'
import { createSandbox } from '../main/health/cli/testing/sandbox.ts'
import { installClaudeCode } from './clients/install-claude-code.ts'
import { installCodex } from './clients/install-codex.ts'

/** The real programs, downloaded from npm if missing. */
const CLAUDE_DIR = dirname((await installClaudeCode()).binary)
const CODEX_DIR = dirname((await installCodex()).binary)

/** PATH of an app that a desktop session starts from a menu. */
const BARE_PATH = '/usr/bin:/bin:/usr/sbin:/sbin'
const NODE_DIR = dirname(process.execPath)
const signal = new AbortController().signal

async function readVersion(manifest: string): Promise<string> {
  const text = await readFile(manifest, 'utf8')
  return /"version": "([^"]+)"/.exec(text)?.[1] ?? 'no version'
}

describe('the real Claude Code', () => {
  it('is found from a bare session through the login shell, leaving no trace in the home directory', async () => {
    const { deps, home, write } = await createSandbox()
    await write('.bash_profile', `echo "Welcome"\nexport PATH="${CLAUDE_DIR}:$PATH"\n`)
    const shared = { ...deps, env: { HOME: home, SHELL: '/bin/bash', PATH: BARE_PATH } }
    const login = createLoginShellPath(shared)
    const check = createClaudeCliCheck({ ...shared, loginShellPath: login.read })

    const { status, details } = await check.run(signal)
    expect(details).toMatchObject({
      cli_status: 'available',
      version: await readVersion(join(CLAUDE_DIR, 'package.json')),
      binary_path: join(CLAUDE_DIR, 'claude'),
      source: 'npm',
      found_by: 'login_shell',
    })
    expect(status).toBe('pass')
    expect((await check.ask(['auth', 'status'], signal)).kind).toBe('not_started')
    expect((await readdir(home)).toSorted()).toEqual(['.bash_profile', 'tools'])

    await write('.claude.json', '{}')
    const response = await check.ask(['auth', 'status'], signal)
    expect(response).toMatchObject({ kind: 'exited', code: 1 })
    expect(response.kind === 'exited' && JSON.parse(response.stdout)).toMatchObject({ loggedIn: false })
  })
})

describe('the real Codex', () => {
  it('is found behind a link to a script for Node.js, leaving no trace in the home directory', async () => {
    const { deps, home, write } = await createSandbox()
    const env = { HOME: home, PATH: `${NODE_DIR}:${BARE_PATH}`, CODEX_CLI_PATH: join(CODEX_DIR, 'codex') }
    const check = createCodexCliCheck({ ...deps, env })
    const { status, details } = await check.run(signal)
    expect(details).toMatchObject({
      cli_status: 'available',
      version: await readVersion(join(CODEX_DIR, '../@openai/codex/package.json')),
      source: 'npm',
      found_by: 'override',
    })
    expect(status).toBe('pass')
    expect(await readdir(home)).toEqual(['tools'])

    await write('.codex/config.toml', '')
    const response = await check.ask(['login', 'status'], signal)
    expect(response).toMatchObject({
      kind: 'exited',
      code: 1,
      stderr: expect.stringContaining('Not logged in'),
    })
  })
})

describe.skipIf(process.platform === 'win32')('the default limits', () => {
  it('give a hanging binary 5 s and a hanging login shell 3 s, and leave nothing of either', async () => {
    const { deps, home, write, pids } = await createSandbox()
    const hang = 'sleep 300 &\necho $! >> "$HOME/pids"\nwait\n'
    await write('.bash_profile', hang)
    await write('tools/claude', `#!/bin/sh\n${hang}`)
    const shared = { ...deps, env: { ...deps.env, HOME: home, SHELL: '/bin/bash' } }
    const login = createLoginShellPath(shared)

    const shellStarted = performance.now()
    expect(await login.read(signal)).toEqual([])
    expectSeconds(performance.now() - shellStarted, 3)

    const check = createClaudeCliCheck({ ...shared, loginShellPath: login.read })
    const checkStarted = performance.now()
    expect((await check.run(signal)).details).toMatchObject({ cli_status: 'timeout' })
    expectSeconds(performance.now() - checkStarted, 5)

    const left = await pids()
    expect(left).toHaveLength(2)
    await expect.poll(() => Promise.all(left.map(isRunning))).toEqual([false, false])
  })
})

/** A busy machine may take a little longer, but no timeout may end early. */
function expectSeconds(elapsedMs: number, seconds: number): void {
  expect(elapsedMs).toBeGreaterThan(seconds * 1_000 - 50)
  expect(elapsedMs).toBeLessThan(seconds * 1_000 + 2_000)
}
