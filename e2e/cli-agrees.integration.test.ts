import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { errorReply } from './fake-upstream/error-reply.ts'
import { type FakeUpstream, startFakeUpstream } from './fake-upstream/start-fake-upstream.ts'
import { type Headless, startHeadless } from './start-headless.ts'

let home: string
let upstream: FakeUpstream
let signalbox: Headless
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'signalbox-agrees-'))
  const claude = join(home, 'claude')
  await writeFile(claude, '#!/bin/sh\necho "2.1.329 (Claude Code)"\n')
  await chmod(claude, 0o755)
  upstream = await startFakeUpstream({
    script: [errorReply(401, 'authentication_error'), errorReply(529, 'overloaded_error')],
  })
  signalbox = await startHeadless({
    dataDir: home,
    env: { CLAUDE_CLI_PATH: claude, ANTHROPIC_FORWARD_URL: upstream.url },
  })
})
afterAll(async () => {
  await signalbox.stop('SIGKILL')
  await upstream.close()
  await rm(home, { recursive: true, force: true })
})

/** Output of a command in a terminal of its own, whose environment does not name Claude Code. */
async function run(...args: string[]): Promise<string> {
  const { PATH = '' } = process.env
  const child = spawn(
    process.execPath,
    ['main/headless.ts', ...args, '--port', String(signalbox.port), '--data-dir', home],
    { cwd: join(import.meta.dirname, '..'), env: { PATH, HOME: home } },
  )
  let stdout = ''
  child.stdout.on('data', (text) => (stdout += text))
  await once(child, 'close')
  return stdout
}

const fidelity = async () => (await (await fetch(`${signalbox.url}/api/connection`)).json()).fidelity

it('doctor judges the version of Claude Code that the dashboard judges', async () => {
  const known = expect.arrayContaining([
    expect.objectContaining({
      message: expect.objectContaining({ code: 'fidelity.tool_search_kept', params: { version: '2.1.329' } }),
    }),
  ])
  await expect.poll(fidelity, { timeout: 20_000 }).toEqual(known)
  expect(JSON.parse(await run('doctor', '--json')).connection.fidelity).toEqual(await fidelity())
})

it('explain says what to do about an ID that no request has', async () => {
  expect(JSON.parse(await run('explain', 'zebra', '--json'))).toEqual({
    error: expect.stringMatching(
      /^No logged request has the ID “zebra”.*: node main\/headless\.ts explain last$/,
    ),
  })
})

it('status names the newest failure, one that may pass included', async () => {
  for (const status of [401, 529]) {
    const { status: got } = await fetch(`${signalbox.url}/v1/messages`, { method: 'POST', body: '{}' })
    expect(got).toBe(status)
    await expect.poll(() => run('status'), { timeout: 20_000 }).toContain(`Last failure: ${status} `)
  }
})
