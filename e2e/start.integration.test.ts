import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const REPOSITORY = join(import.meta.dirname, '..')
/** In ms. It may have to build first. */
const LIMIT = 120_000

let home: string
let child: ChildProcess | undefined
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'signalbox-start-'))
})
afterEach(async () => {
  if (child?.exitCode === null) child.kill('SIGKILL')
  await rm(home, { recursive: true, force: true })
})

async function freePort(): Promise<number> {
  const server = createServer()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  await once(server.close(), 'close')
  if (address === null || typeof address === 'string') throw new Error('no TCP address')
  return address.port
}

/** `npm start`, without npm: no display, no Electron binary, and nothing of the caller's environment. */
function start(args: string[], env: Record<string, string> = {}) {
  const { PATH = '' } = process.env
  const started = spawn(process.execPath, ['main/start.ts', ...args], {
    cwd: REPOSITORY,
    env: { PATH, HOME: home, SIGNALBOX_DATA_DIR: home, ELECTRON_OVERRIDE_DIST_PATH: home, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child = started
  const output = { stdout: '', stderr: '' }
  started.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text))
  started.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text))
  return { started, output, exited: once(started, 'close') }
}

/** Lines for people on stderr: no log lines and no build output. */
function sentences(stderr: string): string[] {
  return stderr
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('{') && !line.startsWith('Building '))
}

it.runIf(process.platform !== 'win32')(
  'npm run headless stays headless through a restart',
  async () => {
    const port = await freePort()
    const { started, output, exited } = start(['headless', '--port', String(port)])
    const lines = createInterface({ input: started.stdout })
    const nextLine = () =>
      Promise.race([once(lines, 'line'), exited.then(() => Promise.reject(new Error(output.stderr)))])
    const ready = [`Signalbox listening on http://127.0.0.1:${port}`]
    expect(await nextLine()).toEqual(ready)
    const [, { status }] = await Promise.all([
      nextLine().then((line) => expect(line).toEqual(ready)),
      fetch(`http://127.0.0.1:${port}/api/shutdown`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ restart: true }),
      }),
    ])
    expect(status).toBe(202)
    // Without `headless` it would look for a window first, and open one on a display.
    expect(sentences(output.stderr)).toEqual([])
    started.kill('SIGTERM')
    expect(await exited).toEqual([0, null])
  },
  LIMIT,
)

// Other systems always have a display, and a missing Electron would be downloaded.
describe.runIf(process.platform === 'linux')('without Electron and display', () => {
  it(
    'npm start says in one line why there is no window, and serves the page instead',
    async () => {
      const port = await freePort()
      const { started, output, exited } = start([], { PORT: String(port) })
      const [line] = await Promise.race([
        once(createInterface({ input: started.stdout }), 'line'),
        exited.then(() => Promise.reject(new Error(output.stderr))),
      ])
      const url = `http://127.0.0.1:${port}`
      expect(line).toBe(`Signalbox listening on ${url}`)
      expect(sentences(output.stderr)).toEqual([
        expect.stringMatching(/^No tray icon: .+\. Running without a window/),
      ])

      const page = await fetch(url, { headers: { accept: 'text/html,*/*;q=0.8' } })
      expect(page.status).toBe(200)
      expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
      const assets = [...(await page.text()).matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/g)].map(
        ([, path]) => path,
      )
      expect(assets.length).toBeGreaterThan(1)
      const responses = await Promise.all(assets.map((path) => fetch(`${url}/${path}`)))
      expect(responses.map(({ status }) => status)).toEqual(assets.map(() => 200))
      expect(responses[0]?.headers.get('cache-control')).toContain('immutable')

      started.kill('SIGTERM')
      expect(await exited).toEqual([0, null])
      expect(output.stdout).toBe(`${line}\n`)
    },
    LIMIT,
  )

  it(
    'npm run headless hands on its arguments, without a word about windows',
    async () => {
      const { output, exited } = start(['headless', 'status', '--port', String(await freePort())])
      expect(await exited).toEqual([3, null])
      expect(sentences(output.stderr)).toEqual([expect.stringContaining('Signalbox isn’t running')])
    },
    LIMIT,
  )
})
