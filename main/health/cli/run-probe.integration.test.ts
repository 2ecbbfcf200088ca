import { describe, expect, it } from 'vitest'
import { type ProbeOptions, type ProbeOutcome, runProbe } from './run-probe.ts'
import { isRunning } from './testing/is-running.ts'
import { createSandbox, type Sandbox } from './testing/sandbox.ts'

/** Long enough for a script to start its children on a busy machine; only the timeout ends it. */
const HANG_MS = 1_000

async function run(
  sandbox: Sandbox,
  script: string,
  overrides: Partial<ProbeOptions> = {},
): Promise<ProbeOutcome> {
  const file = await sandbox.write('tools/tool', script)
  const env = { HOME: sandbox.home, PATH: '/usr/bin:/bin' }
  const options = { cwd: sandbox.home, env, timeoutMs: 20_000, signal: new AbortController().signal }
  return runProbe(
    { file, args: ['--version'], verbatim: false },
    { ...options, platform: process.platform, ...overrides },
  )
}

/** Asserts that the script started the expected number of processes, and that none of them is left. */
async function expectGone(sandbox: Sandbox, count: number): Promise<void> {
  const pids = await sandbox.pids()
  expect(pids).toHaveLength(count)
  await expect.poll(() => Promise.all(pids.map(isRunning))).toEqual(pids.map(() => false))
}

describe.skipIf(process.platform === 'win32')('runProbe', () => {
  it('gives exit code and both outputs', async () => {
    const outcome = await run(await createSandbox(), '#!/bin/sh\necho "out $1"; echo err >&2; exit 3\n')
    expect(outcome).toEqual({ kind: 'exited', code: 3, stdout: 'out --version\n', stderr: 'err\n' })
  })

  it('gives a signal as a negative code', async () => {
    const outcome = await run(await createSandbox(), '#!/bin/sh\nkill -9 $$\n')
    expect(outcome).toMatchObject({ kind: 'exited', code: -9 })
  })

  it('gives the program no input to wait for', async () => {
    const outcome = await run(await createSandbox(), '#!/bin/sh\nread -r line || echo "end of input"\n')
    expect(outcome).toMatchObject({ code: 0, stdout: 'end of input\n' })
  })

  it('kills children and grandchildren after the timeout', async () => {
    const sandbox = await createSandbox()
    const script = `#!/bin/sh
echo $$ >> "$HOME/pids"
sh -c 'echo $$ >> "$HOME/pids"; sleep 300 & echo $! >> "$HOME/pids"; wait' &
wait
`
    expect((await run(sandbox, script, { timeoutMs: HANG_MS })).kind).toBe('timeout')
    await expectGone(sandbox, 3)
  })

  it('kills a child that has moved to a session of its own and ignores SIGTERM', async () => {
    const sandbox = await createSandbox()
    await sandbox.write(
      'tools/parent.mjs',
      `import { spawn } from 'node:child_process'
import { appendFileSync } from 'node:fs'
process.on('SIGTERM', () => {})
const child = spawn('/bin/sh', ['-c', 'trap "" TERM HUP; sleep 300 & wait'], { detached: true, stdio: 'ignore' })
appendFileSync(process.env.HOME + '/pids', process.pid + '\\n' + child.pid + '\\n')
setInterval(() => {}, 1000)
`,
    )
    const script = `#!/bin/sh\nexec "${process.execPath}" "$HOME/tools/parent.mjs"\n`
    expect((await run(sandbox, script, { timeoutMs: HANG_MS })).kind).toBe('timeout')
    await expectGone(sandbox, 2)
  })

  it('neither waits for nor leaves a child that stays behind with the output open', async () => {
    const sandbox = await createSandbox()
    const outcome = await run(sandbox, '#!/bin/sh\nsleep 300 &\necho $! >> "$HOME/pids"\necho 1.0.0\n')
    expect(outcome).toMatchObject({ kind: 'exited', code: 0, stdout: '1.0.0\n' })
    await expectGone(sandbox, 1)
  })

  it('keeps a bounded part of an endless output', async () => {
    const sandbox = await createSandbox()
    const outcome = await run(sandbox, '#!/bin/sh\nexec yes 1.0.0\n', { timeoutMs: HANG_MS })
    expect(outcome.kind).toBe('timeout')
    expect(outcome.kind === 'timeout' && outcome.stdout.length).toBe(64 * 1024)
  })

  it('says when a program cannot be started', async () => {
    const sandbox = await createSandbox()
    const noInterpreter = await run(sandbox, '#!/nowhere/node\n')
    expect(noInterpreter).toMatchObject({ kind: 'not_started', error: { code: 'ENOENT' } })
    const noDirectory = await run(sandbox, '#!/bin/sh\n', { cwd: '/nowhere' })
    expect(noDirectory).toMatchObject({ kind: 'not_started', error: { code: 'ENOENT' } })
  })

  it('kills the tree and rejects with the reason when it is aborted', async () => {
    const sandbox = await createSandbox()
    const abort = new AbortController()
    const reason = new Error('closing')
    const running = run(sandbox, '#!/bin/sh\nsleep 300 &\necho $! >> "$HOME/pids"\nwait\n', {
      signal: abort.signal,
    })
    await expect.poll(sandbox.pids, { timeout: 10_000 }).toHaveLength(1)
    abort.abort(reason)
    await expect(running).rejects.toBe(reason)
    await expectGone(sandbox, 1)
  })
})
