import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import { afterEach, expect, it } from 'vitest'
import { errorReply } from '../server/errors.ts'
import { guard } from '../server/guard/guard.ts'
import { guardRules } from '../server/guard/guard-rules.ts'
import { runSelfTest } from './run-self-test.ts'

let server: Server | undefined
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

async function listen(onRequest: RequestListener): Promise<number> {
  server = createServer(onRequest)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}
const test = (port: number, asksForPassword = false) => runSelfTest({ port, asksForPassword, now: Date.now })
const failed = (probes: Awaited<ReturnType<typeof test>>['probes']) =>
  probes.filter(({ passed }) => !passed).map(({ name }) => name)

it('finds every probe refused by the guard, and says what came back', async () => {
  const port = await listen((req, res) => {
    const code = guard(
      { method: req.method ?? '', url: req.url ?? '', rawHeaders: req.rawHeaders },
      guardRules(port),
    )
    if (code === undefined) return void res.end()
    const { status, headers, body } = errorReply(code, { url: '/', id: 'x' })
    res.writeHead(status, headers).end(body)
  })
  const { passed, probes, address } = await test(port)
  expect(failed(probes)).toEqual([])
  expect([passed, address]).toEqual([true, `http://127.0.0.1:${port}`])
  expect(probes.length).toBeGreaterThanOrEqual(10)
  expect(probes.find(({ name }) => name === 'foreign_host')).toEqual({
    name: 'foreign_host',
    sent: 'GET /api/status, Host: attacker.example',
    saw: '403 host_not_allowed',
    passed: true,
  })
})

it('finds every forgery answered where there is no guard', async () => {
  const port = await listen((_req, res) => res.end('{}'))
  const { passed, probes } = await test(port, true)
  expect(passed).toBe(false)
  expect(failed(probes)).toEqual(probes.map(({ name }) => name).filter((name) => name !== 'own_request'))
  expect(failed(probes)).toContain('no_password')
})

it('fails where answers may be read by other pages, even when they are refusals', async () => {
  const port = await listen((_req, res) => res.setHeader('access-control-allow-origin', '*').end())
  const { probes } = await test(port)
  expect(failed(probes)).toHaveLength(probes.length)
  expect(probes[0]?.saw).toBe('200 access-control-allow-origin')
})

it('fails, and does not hang, without a response or if every request is refused', async () => {
  const port = await listen((_req, res) => res.writeHead(403, { 'x-proxy-error': 'host_not_allowed' }).end())
  expect(failed((await test(port)).probes)).toContain('own_request')
  await new Promise((resolve) => {
    server?.close(resolve)
    server?.closeAllConnections()
  })
  const { passed, probes } = await test(port)
  expect(passed).toBe(false)
  expect(new Set(probes.map(({ saw }) => saw))).toEqual(new Set(['ECONNREFUSED']))
})
