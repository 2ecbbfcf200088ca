import { rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Value } from 'typebox/value'
import { CliDetails } from '../../../shared/health/cli.ts'
import type { CliProbeDeps } from '../cli/probe-cli.ts'
import type { ProbeOutcome } from '../cli/run-probe.ts'
import { isRunning } from '../cli/testing/is-running.ts'
import { createSandbox } from '../cli/testing/sandbox.ts'
import { createClaudeCliCheck } from './claude-cli.ts'

const signal = new AbortController().signal

async function runCheck(deps: CliProbeDeps): Promise<{ status: string; details: CliDetails }> {
  const { status, details } = await createClaudeCliCheck(deps).run(signal)
  return { status, details: Value.Parse(CliDetails, details) }
}

describe.skipIf(process.platform === 'win32')('createClaudeCliCheck', () => {
  it('passes with the version, the whole output and the place of a working binary', async () => {
    const { deps, write } = await createSandbox()
    const binary = await write('tools/claude', '#!/bin/sh\necho "1.0.48 (Claude Code)"\n')
    const { status, details } = await runCheck(deps)
    expect(status).toBe('pass')
    expect(details).toMatchObject({
      installation_status: 'found',
      cli_status: 'available',
      version: '1.0.48',
      binary_path: binary,
      version_output: '1.0.48 (Claude Code)',
      realpath: binary,
      source: 'other',
      found_by: 'path',
      duplicates: [],
    })
  })

  it('warns that it is not installed, and where it looked', async () => {
    const { deps, home, write } = await createSandbox()
    const plain = await write('tools/claude', '#!/bin/sh\necho 1.0.48\n', 0o644)
    const { status, details } = await runCheck(deps)
    expect(status).toBe('warn')
    expect(details).toMatchObject({
      installation_status: 'not_found',
      cli_status: 'not_installed',
      error: 'Claude CLI binary not found in PATH',
      version: null,
      binary_path: null,
      rejected: [{ path: plain, reason: 'not_executable' }],
    })
    expect(details.searched_paths).toEqual(
      expect.arrayContaining(['/usr/local/bin/claude', '/usr/bin/claude', join(home, '.local/bin/claude')]),
    )
    expect(details).not.toHaveProperty('return_code')
  })

  it('warns with exit code and redacted stderr of a binary that fails', async () => {
    const { deps, write } = await createSandbox()
    const binary = await write('tools/claude', '#!/bin/sh\necho "bad token=abc123" >&2; exit 3\n')
    const { status, details } = await runCheck(deps)
    expect(status).toBe('warn')
    expect(details).toMatchObject({
      installation_status: 'found_with_issues',
      cli_status: 'binary_found_but_errors',
      error: "'claude --version' failed: bad token=[redacted]",
      version: null,
      binary_path: binary,
      return_code: '3',
    })
  })

  it.each([
    ['says nothing', 'exit 1', '1'],
    ['is killed', 'kill -6 $$', '-6'],
  ])('calls the error unknown when a failing binary %s', async (_how, script, code) => {
    const { deps, write } = await createSandbox()
    await write('tools/claude', `#!/bin/sh\n${script}\n`)
    expect((await runCheck(deps)).details).toMatchObject({
      cli_status: 'binary_found_but_errors',
      error: "'claude --version' failed: Unknown error",
      return_code: code,
    })
  })

  it('warns of a timeout and leaves no process', async () => {
    const { deps, write, pids } = await createSandbox({ timeoutMs: 1_000 })
    const binary = await write('tools/claude', '#!/bin/sh\nsleep 300 &\necho $! >> "$HOME/pids"\nwait\n')
    const { status, details } = await runCheck(deps)
    expect(status).toBe('warn')
    expect(details).toMatchObject({
      installation_status: 'found_with_issues',
      cli_status: 'timeout',
      error: "Timeout running 'claude --version'",
      version: null,
      binary_path: binary,
    })
    const [child = 0, ...others] = await pids()
    expect(child).toBeGreaterThan(0)
    expect(others).toEqual([])
    await expect.poll(() => isRunning(child)).toBe(false)
  })

  it('fails when the file is there and cannot be started', async () => {
    const { deps, write } = await createSandbox()
    const binary = await write('tools/claude', '#!/nowhere/node\n')
    const { status, details } = await runCheck(deps)
    expect(status).toBe('fail')
    expect(details).toMatchObject({ installation_status: 'error', cli_status: 'error', version: null })
    expect(details.error).toBe(`Unexpected error running 'claude --version': spawn ${binary} ENOENT`)
    expect(details.binary_path).toBe(binary)
  })

  it.each([
    ['prints nothing', 'true', 'unknown', ''],
    ['prints to stderr only', 'echo 9.9.9 >&2', 'unknown', ''],
    ['prints no number', 'echo canary build', 'canary', 'canary build'],
    ['prints in colour', String.raw`printf "\033[1m2.1.0\033[0m\n"`, '2.1.0', '2.1.0'],
  ])('names the version as well as it can when the binary %s', async (_how, script, version, output) => {
    const { deps, write } = await createSandbox()
    await write('tools/claude', `#!/bin/sh\n${script}\n`)
    const { status, details } = await runCheck(deps)
    expect(status).toBe('pass')
    expect(details).toMatchObject({ version, version_output: output })
  })

  it('prefers the stronger variable, and goes on when one leads nowhere', async () => {
    const { deps, home, write } = await createSandbox()
    const weak = await write('weak', '#!/bin/sh\necho 1.0.1\n')
    const middle = await write('middle', '#!/bin/sh\necho 1.0.2\n')
    await write('tools/claude', '#!/bin/sh\necho 1.0.3\n')
    const env = {
      ...deps.env,
      CLAUDE__CLI_PATH: weak,
      CLAUDE_PATH: middle,
      CLAUDE_CLI_PATH: join(home, 'gone'),
    }
    const { details } = await runCheck({ ...deps, env })
    expect(details).toMatchObject({
      version: '1.0.2',
      binary_path: middle,
      found_by: 'override',
      rejected: [{ path: join(home, 'gone'), reason: 'missing' }],
    })
    expect(details.duplicates.map(({ path }) => path)).toEqual([weak, join(home, 'tools/claude')])
  })

  it('finds what only the login shell or an installer knows, and shows the others', async () => {
    const { deps, home, write } = await createSandbox()
    await write('.nvm/versions/node/v20.1.0/bin/claude', '#!/bin/sh\necho 1.0.20\n')
    await write('.nvm/versions/node/v22.1.0/bin/claude', '#!/bin/sh\necho 1.0.22\n')
    const native = await write('.local/share/claude/versions/2.1.0', '#!/bin/sh\necho 2.1.0\n')
    await write('.local/bin/other', '')
    await symlink(native, join(home, '.local/bin/claude'))

    expect((await runCheck(deps)).details).toMatchObject({
      version: '2.1.0',
      source: 'native',
      found_by: 'known_location',
      realpath: native,
      duplicates: [
        { source: 'nvm', path: join(home, '.nvm/versions/node/v22.1.0/bin/claude') },
        { source: 'nvm' },
      ],
    })
    const loginDirs = [join(home, '.nvm/versions/node/v20.1.0/bin')]
    expect(
      (await runCheck({ ...deps, loginShellPath: () => Promise.resolve(loginDirs) })).details,
    ).toMatchObject({
      version: '1.0.20',
      source: 'nvm',
      found_by: 'login_shell',
    })
  })

  it('runs a script with the interpreter beside it when that is nowhere on PATH', async () => {
    const { deps, write } = await createSandbox()
    const dir = '.nvm/versions/node/v22.1.0/bin'
    await write(`${dir}/signalbox-test-node`, '#!/bin/sh\necho 4.5.6\n')
    await write(`${dir}/claude`, '#!/usr/bin/env signalbox-test-node\n')
    expect((await runCheck(deps)).details).toMatchObject({ cli_status: 'available', version: '4.5.6' })
  })

  it('shows the binary no credential, and starts it in a directory that exists', async () => {
    const { deps, write } = await createSandbox()
    await write('tools/claude', '#!/bin/sh\necho "[$ANTHROPIC_API_KEY][$HOME][$PWD]"\n')
    const env = { ...deps.env, ANTHROPIC_API_KEY: 'sk-ant-secret' }
    const { details } = await runCheck({ ...deps, env })
    expect(details.version_output).toBe(`[][${deps.home}][${deps.home}]`)

    await rm(join(deps.home, 'tools'), { recursive: true })
    const elsewhere = await createSandbox()
    await elsewhere.write('tools/claude', '#!/bin/sh\necho "$PWD"\n')
    const moved = { ...elsewhere.deps, home: '/nowhere' }
    expect((await runCheck(moved)).details.version_output).toBe(elsewhere.bin)
  })

  it('runs a status command of a recent version, once the user has started it', async () => {
    const { deps, write } = await createSandbox()
    const script = (version: string): string => `#!/bin/sh
if [ "$1" = --version ]; then echo "${version} (Claude Code)"; exit; fi
echo "$1 $2 [$CLAUDE_CONFIG_DIR]"; exit 1
`
    const check = createClaudeCliCheck(deps)
    const ask = (): Promise<ProbeOutcome> => check.ask(['auth', 'status'], signal)
    expect((await ask()).kind).toBe('not_started')

    await write('tools/claude', script('2.1.41'))
    check.recheck()
    expect((await ask()).kind).toBe('not_started')
    await write('.claude.json', '{}')
    expect(await ask()).toEqual({ kind: 'exited', code: 1, stdout: 'auth status []\n', stderr: '' })

    await write('tools/claude', script('2.1.40'))
    expect((await ask()).kind).toBe('not_started')
  })
})
