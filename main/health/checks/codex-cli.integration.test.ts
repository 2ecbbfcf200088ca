import { readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Value } from 'typebox/value'
import { CliDetails } from '../../../shared/health/cli.ts'
import type { CliProbeDeps } from '../cli/probe-cli.ts'
import { createSandbox } from '../cli/testing/sandbox.ts'
import { createCodexCliCheck } from './codex-cli.ts'

const signal = new AbortController().signal

async function runCheck(deps: CliProbeDeps): Promise<CliDetails> {
  return Value.Parse(CliDetails, (await createCodexCliCheck(deps).run(signal)).details)
}

describe.skipIf(process.platform === 'win32')('createCodexCliCheck', () => {
  it('speaks of Codex in each message', async () => {
    const { deps, write } = await createSandbox({ timeoutMs: 1_000 })
    expect((await runCheck(deps)).error).toBe('Codex CLI binary not found in PATH')
    await write('tools/codex', '#!/bin/sh\necho broken >&2; exit 2\n')
    expect((await runCheck(deps)).error).toBe("'codex --version' failed: broken")
    await write('tools/codex', '#!/bin/sh\nexec sleep 300\n')
    expect((await runCheck(deps)).error).toBe("Timeout running 'codex --version'")
    await write('tools/codex', '#!/nowhere/node\n')
    expect((await runCheck(deps)).error).toMatch(/^Unexpected error running 'codex --version': /)
  })

  it('takes the last word where nothing looks like a version', async () => {
    const { deps, write } = await createSandbox()
    await write('tools/codex', '#!/bin/sh\necho codex nightly\n')
    const details = await runCheck(deps)
    expect(details).toMatchObject({
      cli_status: 'available',
      version: 'nightly',
      binary_path: join(deps.home, 'tools/codex'),
      version_output: 'codex nightly',
    })
    expect(details).not.toHaveProperty('error')
    expect(details).not.toHaveProperty('return_code')
  })

  it('honours CODEX_CLI_PATH', async () => {
    const { deps, write } = await createSandbox()
    await write('tools/codex', '#!/bin/sh\necho codex-cli 0.21.0\n')
    const other = await write('other', '#!/bin/sh\necho codex-cli 0.22.0\n')
    const details = await runCheck({ ...deps, env: { ...deps.env, CODEX_CLI_PATH: other } })
    expect(details).toMatchObject({ version: '0.22.0', binary_path: other, found_by: 'override' })
  })

  it('lends a tool that was never started a folder, and takes it away', async () => {
    const { deps, write, home } = await createSandbox()
    await write(
      'tools/codex',
      '#!/bin/sh\nmkdir "${CODEX_HOME:-$HOME/.codex}/tmp" && echo codex-cli 0.169.0 "$CODEX_HOME"\n',
    )
    const details = await runCheck(deps)
    expect(details.version).toBe('0.169.0')
    const lent = details.version_output?.split(' ').at(-1) ?? ''
    expect(lent).toContain(join(tmpdir(), 'signalbox-probe-'))
    await expect(readdir(lent)).rejects.toMatchObject({ code: 'ENOENT' })
    expect(await readdir(home)).toEqual(['tools'])
  })
})
