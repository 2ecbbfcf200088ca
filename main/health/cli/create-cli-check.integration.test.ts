import { readFile, rm, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createClaudeCliCheck } from '../checks/claude-cli.ts'
import type { CliCheck } from './create-cli-check.ts'
import { createSandbox, type Sandbox } from './testing/sandbox.ts'

const signal = new AbortController().signal

/** Records each run, so that a test can count processes. */
const counting = (output: string): string => `#!/bin/sh\necho run >> "$HOME/runs"\n${output}\n`

async function countRuns({ home }: Sandbox): Promise<number> {
  return (await readFile(join(home, 'runs'), 'utf8').catch(() => '')).split('\n').length - 1
}

async function versionOf(check: CliCheck): Promise<unknown> {
  return (await check.run(signal)).details['version']
}

async function createClock(): Promise<{ sandbox: Sandbox; clock: { now: number }; check: CliCheck }> {
  const clock = { now: 1_000_000 }
  const sandbox = await createSandbox({ now: () => clock.now })
  return { sandbox, clock, check: createClaudeCliCheck(sandbox.deps) }
}

describe.skipIf(process.platform === 'win32')('createCliCheck', () => {
  it('keeps a good result for 300 s', async () => {
    const { sandbox, clock, check } = await createClock()
    await sandbox.write('tools/claude', counting('echo 1.0.0'))
    await check.run(signal)
    clock.now += 299_999
    expect((await check.run(signal)).details).toMatchObject({
      version: '1.0.0',
      checked_at: '1970-01-01T00:16:40.000Z',
    })
    expect(await countRuns(sandbox)).toBe(1)
    clock.now += 1
    await check.run(signal)
    expect(await countRuns(sandbox)).toBe(2)
  })

  it('keeps a bad result as long', async () => {
    const { sandbox, clock, check } = await createClock()
    await sandbox.write('tools/claude', counting('exit 1'))
    await check.run(signal)
    clock.now += 299_999
    await check.run(signal)
    expect(await countRuns(sandbox)).toBe(1)
  })

  it('looks afresh when the clock was set back', async () => {
    const { sandbox, clock, check } = await createClock()
    await sandbox.write('tools/claude', counting('echo 1.0.0'))
    await check.run(signal)
    clock.now -= 1
    await check.run(signal)
    expect(await countRuns(sandbox)).toBe(2)
  })

  it('sees a later installation after 300 s, or at once after a recheck', async () => {
    const { sandbox, clock, check } = await createClock()
    expect(await versionOf(check)).toBeNull()
    await sandbox.write('.local/bin/claude', counting('echo 1.0.0'))
    expect(await versionOf(check)).toBeNull()
    clock.now += 300_000
    expect(await versionOf(check)).toBe('1.0.0')
    await sandbox.write('tools/claude', counting('echo 2.0.0'))
    expect(await versionOf(check)).toBe('1.0.0')
    check.recheck()
    expect(await versionOf(check)).toBe('2.0.0')
  })

  it('asks again when the file has another time, or is gone', async () => {
    const { sandbox, check } = await createClock()
    const binary = await sandbox.write('tools/claude', counting('echo 1.0.0'))
    await check.run(signal)
    await utimes(binary, 1, 1)
    await check.run(signal)
    expect(await countRuns(sandbox)).toBe(2)
    await rm(binary)
    expect((await check.run(signal)).details['cli_status']).toBe('not_installed')
  })

  it('runs one process for callers who come together', async () => {
    const { sandbox, check } = await createClock()
    await sandbox.write('tools/claude', counting('echo 1.0.0'))
    const results = await Promise.all([check.run(signal), check.run(signal), check.run(signal)])
    expect(results.map(({ details }) => details['version'])).toEqual(['1.0.0', '1.0.0', '1.0.0'])
    expect(await countRuns(sandbox)).toBe(1)
  })

  it('does not answer a recheck with a probe that began before it', async () => {
    const { sandbox, check } = await createClock()
    const waiting = 'while [ ! -e "$HOME/go" ]; do sleep 0.02; done; echo 1.0.0'
    await sandbox.write('tools/claude', counting(waiting))
    const early = check.run(signal)
    await expect.poll(() => countRuns(sandbox), { timeout: 10_000 }).toBe(1)
    check.recheck()
    const late = check.run(signal)
    await sandbox.write('go', '')
    await Promise.all([early, late])
    expect(await countRuns(sandbox)).toBe(2)
  })

  it('rejects with the reason when it is aborted, and keeps nothing', async () => {
    const { sandbox, check } = await createClock()
    await sandbox.write('tools/claude', counting('exec sleep 300'))
    const abort = new AbortController()
    const running = check.run(abort.signal)
    await expect.poll(() => countRuns(sandbox), { timeout: 10_000 }).toBe(1)
    abort.abort(new Error('closing'))
    await expect(running).rejects.toThrow('closing')
    await sandbox.write('tools/claude', counting('echo 1.0.0'))
    expect(await versionOf(check)).toBe('1.0.0')
  })

  it('never runs two processes at a time', async () => {
    const { sandbox, check } = await createClock()
    await sandbox.write('.claude.json', '{}')
    // A second process would find the lock of the first.
    await sandbox.write(
      'tools/claude',
      '#!/bin/sh\nmkdir "$HOME/lock" || { echo "two at a time" >&2; exit 9; }\nsleep 0.1; rmdir "$HOME/lock"; echo 2.1.329\n',
    )
    const asked = [check.ask(['auth', 'status'], signal), check.ask(['auth', 'status'], signal)]
    check.recheck()
    expect(await versionOf(check)).toBe('2.1.329')
    expect(await Promise.all(asked)).toMatchObject([{ code: 0 }, { code: 0 }])
  })
})
