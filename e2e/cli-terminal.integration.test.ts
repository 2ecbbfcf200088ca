import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runInTerminal, type Shown } from './run-in-terminal.ts'
import { startHeadless } from './start-headless.ts'

const REPOSITORY = join(import.meta.dirname, '..')

let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'signalbox-terminal-'))
})
afterEach(() => rm(home, { recursive: true, force: true }))

function run(args: readonly string[], env: Record<string, string> = {}): Promise<Shown> {
  const { PATH = '' } = process.env
  return runInTerminal({
    args: ['main/headless.ts', ...args],
    cwd: REPOSITORY,
    env: { PATH, HOME: home, SIGNALBOX_DATA_DIR: home, ...env },
  })
}

/** Lines for people: those that are not JSON. */
function sentences({ text }: Shown): string[] {
  expect(text).not.toMatch(/^\s*[{[]"/m)
  return text.trim().split('\n')
}

describe.runIf(process.platform === 'linux')('on a terminal', () => {
  it('a second start says who has the port, how to open and stop it, and which port is free', async () => {
    const running = await startHeadless()
    const shown = await run(['serve', '--port', String(running.port)])
    expect(shown.code).toBe(1)
    expect(sentences(shown)).toEqual([
      expect.stringMatching(
        new RegExp(
          `^Signalbox is already running on port ${running.port} \\(pid ${running.pid}\\)\\. Open http://127\\.0\\.0\\.1:${running.port}, ` +
            `stop it with "node main/headless\\.ts stop --port ${running.port}", or start this one with --port \\d+\\.$`,
        ),
      ),
    ])
    await running.stop()
  })

  it('a port of another program is said with its name, and --json keeps the JSON', async () => {
    const server = createServer((_req, res) => void res.end('{}'))
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('no TCP address')
    const { port } = address
    const [said] = sentences(await run(['serve', '--port', String(port)]))
    expect(said).toMatch(
      new RegExp(
        `^Port ${port} is used by node( \\(.+\\))? \\(pid ${process.pid}\\)\\. Stop that program or start Signalbox with --port \\d+\\.$`,
      ),
    )
    const { text } = await run(['serve', '--json', '--port', String(port)])
    expect(text).toMatch(/^\{"status":"unhealthy","error":"Port \d+ already in use"/m)
    server.closeAllConnections()
    await once(server.close(), 'close')
  })

  it.each<[string, string[], Record<string, string>]>([
    ['a value that cannot be used', ['serve'], { PORT: 'x' }],
    ['nothing running', ['status', '--port', '1'], {}],
    ['nothing to drain', ['drain', '--port', '1'], {}],
    ['nothing to connect to', ['connect', '--port', '1'], {}],
    ['no usage', ['usage', '--port', '1'], {}],
    ['no diagnostics', ['diagnostics', '--port', '1'], {}],
    ['an unknown option', ['status', '--prot'], {}],
    [
      'an address that is not ours',
      ['serve', '--port', '0', '--host', '203.0.113.1'],
      { CCPROXY_API_KEY: 'a-key' },
    ],
    ['the doctor', ['doctor', '--port', '1'], {}],
  ])('%s is a sentence', async (_what, args, env) => {
    const shown = await run(args, env)
    expect(shown.code).not.toBeNull()
    expect(sentences(shown)[0]).toMatch(/\w.*\w/)
  })
})
