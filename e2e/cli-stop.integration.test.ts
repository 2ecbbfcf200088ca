import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Livez } from '../shared/livez.ts'
import { type FakeUpstream, startFakeUpstream } from './fake-upstream/start-fake-upstream.ts'
import { textReply } from './fake-upstream/text-reply.ts'
import { type Headless, startHeadless } from './start-headless.ts'

const REPOSITORY = join(import.meta.dirname, '..')

let home: string
let upstream: FakeUpstream
let signalbox: Headless
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'signalbox-stop-'))
  upstream = await startFakeUpstream()
  signalbox = await startHeadless({ env: { ANTHROPIC_FORWARD_URL: upstream.url } })
})
afterEach(async () => {
  await signalbox.stop('SIGKILL')
  await upstream.close()
  await rm(home, { recursive: true, force: true })
})

/** Runs a command against the instance, and returns its output so far. */
function start(args: readonly string[], env: Record<string, string> = {}) {
  const { PATH = '' } = process.env
  const child = spawn(process.execPath, ['main/headless.ts', ...args, '--port', String(signalbox.port)], {
    cwd: REPOSITORY,
    env: { PATH, HOME: home, SIGNALBOX_DATA_DIR: home, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = { stdout: '', stderr: '' }
  child.stdout.on('data', (text) => (output.stdout += text))
  child.stderr.on('data', (text) => (output.stderr += text))
  const done = once(child, 'close').then(([code]: (number | null)[]) => ({ code: code ?? null, ...output }))
  return { done, output }
}

/** A stream that stays silent until it is cut. */
async function stream(): Promise<Promise<string>> {
  upstream.reply([textReply(['one'], { cut: { afterWrites: 3, how: 'silence' } })])
  const response = fetch(`${signalbox.url}/v1/messages`, { method: 'POST', body: '{"stream":true}' })
  await upstream.until(({ length }) => length === 1)
  return response.then(async (received) => received.text()).catch(() => 'cut')
}

const livez = async (): Promise<Livez> => (await fetch(`${signalbox.url}/livez`)).json()

describe('stop', () => {
  it('ends an idle instance, exit 0 for both', async () => {
    const stopped = await start(['stop']).done
    expect(stopped).toEqual({
      code: 0,
      stdout: `Signalbox on port ${signalbox.port} (pid ${signalbox.pid}) stopped. Start it again with: node main/headless.ts serve --port ${signalbox.port}\n`,
      stderr: '',
    })
    expect(await signalbox.exited).toEqual({ code: 0, signal: null })
  })

  it('waits for running requests and says how many; --now cuts them', async () => {
    const streamed = stream()
    const waiting = start(['stop'])
    await expect.poll(() => waiting.output.stderr, { timeout: 20_000 }).toContain('1 request in flight …')
    expect(waiting.output.stderr).toContain('node main/headless.ts stop --now')
    expect(await livez()).toMatchObject({ draining: true, drain: { refuses_new: true }, in_flight: 1 })
    const { code, stdout } = await start(['stop', '--now', '--json']).done
    expect([code, JSON.parse(stdout)]).toEqual([
      0,
      expect.objectContaining({ outcome: 'stopped', pid: signalbox.pid, in_flight: 1 }),
    ])
    expect(await signalbox.exited).toEqual({ code: 0, signal: null })
    expect((await waiting.done).code).toBe(0)
    await streamed
  })

  it('is called off by a resume, exit 1, and the instance goes on', async () => {
    void stream()
    const waiting = start(['stop'])
    await expect.poll(() => waiting.output.stderr, { timeout: 20_000 }).toContain('in flight')
    await fetch(`${signalbox.url}/api/drain`, { method: 'DELETE' })
    expect(await waiting.done).toMatchObject({ code: 1, stdout: expect.stringContaining('Still running') })
    expect(await livez()).toMatchObject({ draining: false })
    // The next signal counts as the first of a new stop.
    signalbox.stop('SIGTERM').catch(() => undefined)
    await expect.poll(async () => (await livez()).drain?.source).toBe('signal')
  })

  it('says that nothing is running, exit 3', async () => {
    await signalbox.stop('SIGKILL')
    for (const command of ['stop', 'restart', 'open'])
      expect(await start([command]).done).toMatchObject({
        code: 3,
        stderr: expect.stringContaining('Signalbox isn’t running'),
      })
  })
})

describe.runIf(process.platform !== 'win32')('restart', () => {
  it('keeps port and process, and listens again as another run', async () => {
    const before = await livez()
    expect(await start(['restart']).done).toEqual({
      code: 0,
      stdout: `Signalbox restarted on port ${signalbox.port}.\n`,
      stderr: '',
    })
    const after = await livez()
    expect(after.instance_id).not.toBe(before.instance_id)
    const status = await (await fetch(`${signalbox.url}/api/status`)).json()
    expect(status).toMatchObject({ pid: signalbox.pid, port: signalbox.port })
    expect(signalbox.stdout()).toBe(`Signalbox listening on ${signalbox.url}\n`.repeat(2))
    expect(await signalbox.stop()).toEqual({ code: 0, signal: null })
  })
})

it('a web page cannot stop it, and neither can a form', async () => {
  const refused = await fetch(`${signalbox.url}/api/shutdown`, {
    method: 'POST',
    headers: { origin: 'https://evil.example' },
  })
  expect(refused.status).toBe(403)
  const form = await fetch(`${signalbox.url}/api/shutdown`, { method: 'POST', body: 'now=true' })
  expect(form.status).toBe(415)
  for (const body of ['{"now":1}', '{"when":"now"}', '[]'])
    expect(
      await fetch(`${signalbox.url}/api/shutdown`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      }),
    ).toMatchObject({ status: 400 })
  expect(await livez()).toMatchObject({ draining: false })
})

it.runIf(process.platform === 'linux')('open hands the dashboard to the browser and prints it', async () => {
  const seen = join(home, 'seen')
  await writeFile(join(home, 'xdg-open'), `#!/bin/sh\nprintf %s "$1" > '${seen}'\n`)
  await chmod(join(home, 'xdg-open'), 0o755)
  const address = `http://127.0.0.1:${signalbox.port}/dashboard.html`
  expect(await start(['open'], { PATH: `${home}:/usr/bin:/bin` }).done).toEqual({
    code: 0,
    stdout: `${address}\n`,
    stderr: '',
  })
  await expect.poll(() => readFile(seen, 'utf8').catch(() => '')).toBe(address)
})
