import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { PortBusyDetails } from '../shared/health.ts'
import { Value } from 'typebox/value'
import { startHeadless } from './start-headless.ts'

const REPOSITORY = join(import.meta.dirname, '..')

let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'signalbox-busy-'))
})
afterEach(() => rm(home, { recursive: true, force: true }))

interface Failed {
  code: number | null
  stdout: string
  /** JSON objects on stderr other than log lines. */
  objects: Record<string, unknown>[]
}

/** Runs `serve` in cases where it must exit by itself. */
async function serveInVain(port: number): Promise<Failed> {
  const { PATH = '' } = process.env
  const args = ['main/headless.ts', 'serve', '--port', String(port), '--data-dir', home]
  const child = spawn(process.execPath, args, { cwd: REPOSITORY, env: { PATH, HOME: home } })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (text) => (stdout += text))
  child.stderr.on('data', (text) => (stderr += text))
  const [code]: (number | null)[] = await once(child, 'close')
  const objects = stderr
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line): Record<string, unknown> => JSON.parse(line))
    .filter((object) => !('level' in object))
  return { code: code ?? null, stdout, objects }
}

async function startStranger(host: string): Promise<{ server: Server; port: number }> {
  const server = createServer((_req, res) => void res.end('{"status":"ok"}'))
  await once(server.listen({ port: 0, host, ipv6Only: host === '::1' }), 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no TCP address')
  return { server, port: address.port }
}

describe('a busy port', () => {
  it.each(['127.0.0.1', '::1'])(
    'held by a stranger on %s: says who, exits 1, and leaves the stranger alone',
    async (host) => {
      const { server, port } = await startStranger(host)
      const { code, stdout, objects } = await serveInVain(port)
      expect(code).toBe(1)
      expect(stdout).toBe('')
      expect(objects).toEqual([
        {
          status: 'unhealthy',
          error: `Port ${port} already in use`,
          code: 'port_in_use',
          details: {
            port,
            host: '127.0.0.1',
            own_instance: false,
            next_free_port: expect.any(Number),
            holder: { pid: process.pid, name: expect.any(String) },
          },
          remedy: expect.stringMatching(/^Stop that program or start Signalbox with --port \d+\.$/),
        },
      ])
      expect(Value.Check(PortBusyDetails, objects[0]?.['details'])).toBe(true)
      const url = `http://${host === '::1' ? '[::1]' : host}:${port}/`
      expect(await (await fetch(url)).json()).toEqual({ status: 'ok' })
      server.closeAllConnections()
      await once(server.close(), 'close')
    },
  )

  it('held by our own instance: says so, and the instance goes on', async () => {
    const running = await startHeadless()
    const { code, objects } = await serveInVain(running.port)
    expect(code).toBe(1)
    expect(objects).toMatchObject([
      {
        details: { port: running.port, own_instance: true, holder: { pid: running.pid } },
        remedy: expect.stringMatching(
          /^Open http:.*, stop it with ".* stop --port \d+", or start this one with --port/,
        ),
      },
    ])
    expect((await fetch(`${running.url}/livez`)).status).toBe(200)
    expect(await running.stop()).toEqual({ code: 0, signal: null })
  })
})
