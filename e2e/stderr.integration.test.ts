import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '..')

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signalbox-stderr-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Starts a headless Signalbox with the redirections, and sends requests that log one line each. */
async function start(redirect: string, { env = {} }: { env?: Record<string, string> } = {}) {
  const child = spawn('bash', ['-c', `exec "$0" "$@" ${redirect}`, process.execPath, ...command()], {
    cwd: ROOT,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: folder,
      ANTHROPIC_FORWARD_URL: 'http://127.0.0.1:9',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child.stderr.pause()
  const ended = once(child, 'exit')
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  const url = /http:\S+/.exec(line)?.[0] ?? ''
  return { child, url, ended }
}

function command(): string[] {
  return [join(ROOT, 'main/headless.ts'), 'serve', '--port', '0', '--data-dir', folder]
}

async function fail(url: string, count: number): Promise<void> {
  for (let i = 0; i < count; i += 20) {
    const statuses = await Promise.all(
      Array.from({ length: 20 }, async () => (await fetch(`${url}/v1/x`)).status),
    )
    expect(new Set(statuses)).toEqual(new Set([502]))
  }
}

describe.skipIf(process.platform === 'win32')('SIGTERM ends a program', () => {
  it.each([
    ['whose log is on a full disk', '2>/dev/full', 100],
    ['whose stderr is closed', '2>&-', 20],
    ['whose stderr nobody has at the other end', '2> >(exit 0)', 100],
    ['whose full pipe nobody reads', '2> >(exec sleep 30)', 600],
  ])('%s', async (_what, redirect, requests) => {
    const { child, url, ended } = await start(redirect)
    await fail(url, requests)
    const startedAt = performance.now()
    child.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
    expect(performance.now() - startedAt).toBeLessThan(5_000)
  })

  it('that still has a request, by a second one', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const address = silent.address()
    const upstream = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
    const { child, url, ended } = await start('2>/dev/full', { env: { ANTHROPIC_FORWARD_URL: upstream } })
    const asking = fetch(`${url}/v1/x`).catch(() => 'cut')
    await once(silent, 'request')
    child.kill('SIGTERM')
    await expect.poll(async () => (await fetch(`${url}/health`)).status).toBe(503)
    child.kill('SIGTERM')
    expect(await ended).toEqual([1, null])
    expect(await asking).toBe('cut')
    silent.closeAllConnections()
    silent.close()
  })
})

describe.skipIf(process.platform === 'win32')('a file opened by the shell', () => {
  // The warning about the host is a log line; the others are printed.
  const env = { PATH: process.env['PATH'] ?? '', HOME: '', HOST: '0.0.0.0' }
  const hasWarning = expect.stringMatching(/^\{"level":40.*would admit other machines/)

  it.each(['>', '>>'])('keeps every line of stdout and stderr (%s)', async (redirect) => {
    const file = join(folder, 'both')
    const script = `echo before >&2; exec "$0" "$@"`
    const child = spawn(
      'bash',
      ['-c', `exec ${redirect}'${file}' 2>&1; ${script}`, process.execPath, ...command()],
      { cwd: ROOT, env: { ...env, HOME: folder }, stdio: 'ignore' },
    )
    const ended = once(child, 'exit')
    await expect.poll(() => readLines(file).join('\n'), { timeout: 20_000 }).toContain('listening on')
    child.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
    const lines = readLines(file)
    expect(lines[0]).toBe('before')
    expect(lines).toContainEqual(hasWarning)
    expect(lines).toContainEqual(expect.stringMatching(/^Signalbox listening on http:\S+$/))
    expect(lines.slice(1).filter((line) => !/^(?:\{"level".*\}|Signalbox listening.*)$/.test(line))).toEqual(
      [],
    )
  })

  it('keeps the log lines before a printed failure', async () => {
    const busy = createServer().listen(0, '127.0.0.1')
    await once(busy, 'listening')
    const address = busy.address()
    const port = typeof address === 'object' ? address?.port : 0
    const file = join(folder, 'failed')
    const args = [...command(), '--port', String(port)]
    const child = spawn('bash', ['-c', `exec "$0" "$@" 2>'${file}'`, process.execPath, ...args], {
      cwd: ROOT,
      env: { ...env, HOME: folder },
      stdio: 'ignore',
    })
    expect(await once(child, 'exit')).toEqual([1, null])
    const lines = readLines(file)
    expect(lines).toContainEqual(hasWarning)
    expect(lines).toContainEqual(expect.stringMatching(/^\{"status":"unhealthy".*"code":"port_in_use"/))
    for (const line of lines) expect(() => JSON.parse(line) as unknown).not.toThrow()
    busy.close()
  })
})

/** The whole lines so far; none before the file exists. */
function readLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n').filter(Boolean)
  } catch {
    return []
  }
}
