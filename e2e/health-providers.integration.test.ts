import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startProxy } from '../main/proxy/testing/start-proxy.ts'
import { createFakeHome, type FakeHome } from './seeds/fake-home.ts'
import { httpGet } from './seeds/http-get.ts'
import { startChecked } from './seeds/start-checked.ts'

/** An upstream that only counts bytes: any byte is an unwanted request. */
let upstream: Server
let seen: { connections: number; bytes: number; port: number }
let home: FakeHome

beforeEach(async () => {
  seen = { connections: 0, bytes: 0, port: 0 }
  upstream = createServer((socket) => {
    seen.connections++
    socket.on('data', (chunk: Buffer) => (seen.bytes += chunk.length)).on('error', () => undefined)
  })
  upstream.listen(0, '127.0.0.1')
  await once(upstream, 'listening')
  const address = upstream.address()
  if (typeof address === 'object' && address !== null) seen.port = address.port
  home = await createFakeHome()
})
afterEach(async () => {
  upstream.close()
  await home.remove()
})

it('asks whether the provider can be reached without a request, and warns when it stays away', async () => {
  const server = await startChecked({
    env: { HOME: home.path, ANTHROPIC_FORWARD_URL: `http://127.0.0.1:${seen.port}` },
    checks: ['providers'],
  })
  const look = async () => {
    await httpGet(`${server.url}/api/health/recheck`, { method: 'POST' })
    return read()
  }
  const read = async () => {
    const { checks } = JSON.parse((await httpGet(`${server.url}/health?view=ietf`)).body)
    const [{ status, output, providers }] = checks.providers
    return [status, output, providers.anthropic.status]
  }
  expect(await look()).toEqual(['pass', 'Providers: reachable', 'healthy'])
  expect(seen.connections).toBeGreaterThanOrEqual(2)
  expect(seen.bytes).toBe(0)

  upstream.close()
  await once(upstream, 'close')
  const lost = 'Providers: no connection to anthropic'
  expect(await look()).toEqual(['pass', lost, 'healthy'])
  // It keeps checking by itself.
  await expect.poll(read, { timeout: 15_000 }).toEqual(['warn', lost, 'unhealthy'])
  expect((await httpGet(`${server.url}/health`)).status).toBe(200)
  await server.stop('SIGKILL')
})

it('looks at every provider that is set up, by the way that its requests take, and at a new one at once', async () => {
  const proxy = await startProxy({ leadsTo: seen.port })
  const dataDir = await mkdtemp(join(tmpdir(), 'health-providers-'))
  const save = (...names: string[]) => {
    const providers = names.map((name) => ({ name, apiBaseUrl: `https://${name}.test`, enabled: true }))
    return writeFile(join(dataDir, 'config.json'), JSON.stringify({ providers }))
  }
  await save('mine')
  const server = await startChecked({
    dataDir,
    env: {
      HOME: home.path,
      ANTHROPIC_FORWARD_URL: `http://127.0.0.1:${seen.port}`,

      HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`,
    },
    checks: ['providers'],
  })
  const asked = () => new Set(proxy.asked.map(({ line }) => line))
  await expect.poll(asked).toEqual(new Set(['CONNECT mine.test:443']))
  await save('mine', 'yours')
  await expect.poll(asked).toEqual(new Set(['CONNECT mine.test:443', 'CONNECT yours.test:443']))
  const listed = async () => {
    const { checks } = JSON.parse((await httpGet(`${server.url}/health?view=ietf`)).body)
    return Object.keys(checks.providers[0].providers)
  }
  // Through a tunnel without a target it takes longer.
  await expect.poll(listed, { timeout: 15_000 }).toEqual(['anthropic', 'mine', 'yours'])
  await server.stop('SIGKILL')
  await proxy.close()
  await rm(dataDir, { recursive: true, force: true })
})
