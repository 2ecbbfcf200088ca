import { once } from 'node:events'
import { createServer as createHttpServer, type Server as HttpServer, type RequestListener } from 'node:http'
import { createServer, type Server } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { nextFreePort, startFailure } from './start-failure.ts'

const HOST = '127.0.0.1'

const opened: Server[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map((server) => once(server.close(), 'close')))
})

async function take(
  server: Server | HttpServer,
  where: { host?: string; port?: number } = {},
): Promise<number> {
  opened.push(server)
  await once(server.listen({ host: HOST, port: 0, ipv6Only: true, ...where }), 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no TCP address')
  return address.port
}

function failed(code: string): Error {
  return Object.assign(new Error(`listen ${code}: secret detail`), { code })
}

function busy(port: number): ReturnType<typeof startFailure> {
  return startFailure(failed('EADDRINUSE'), { host: HOST, port })
}

const answering =
  (body: string): RequestListener =>
  (_req, res) =>
    void res.end(body)

describe('a busy port', () => {
  it('is reported in the wording of ccproxy, with what can be done', async () => {
    const port = await take(createServer((socket) => socket.destroy()))
    const failure = await busy(port)
    expect(failure).toMatchObject({
      status: 'unhealthy',
      error: `Port ${port} already in use`,
      code: 'port_in_use',
      details: { host: HOST, port, own_instance: false },
    })
    expect(failure.details).toHaveProperty('next_free_port')
  })

  it.each([
    ['no JSON', '<html>hello</html>'],
    ['other JSON', '{"status":"ok"}'],
    ['JSON that is no object', '["instance_id"]'],
  ])('is not taken for our own when it answers %s', async (_what, body) => {
    const port = await take(createHttpServer(answering(body)))
    expect((await busy(port)).details).toMatchObject({ own_instance: false })
  })

  it('is known as our own by its /livez', async () => {
    const port = await take(createHttpServer(answering('{"instance_id":"1"}')))
    expect((await busy(port)).details).toMatchObject({ own_instance: true })
  })

  it('is not asked for longer than a second when it never answers', async () => {
    const server = createHttpServer(() => undefined)
    const port = await take(server)
    const startedAt = performance.now()
    expect((await busy(port)).details).toMatchObject({ own_instance: false })
    expect(performance.now() - startedAt).toBeLessThan(2_500)
    server.closeAllConnections()
  })

  it('does not send us to another address', async () => {
    let asked = 0
    const elsewhere = await take(
      createHttpServer((_req, res) => {
        asked++
        res.end('{"instance_id":"1"}')
      }),
    )
    const port = await take(
      createHttpServer((_req, res) => {
        res.writeHead(302, { location: `http://${HOST}:${elsewhere}/livez` }).end()
      }),
    )
    expect((await busy(port)).details).toMatchObject({ own_instance: false })
    expect(asked).toBe(0)
  })
})

describe('the port that is offered instead', () => {
  it.each([HOST, '::1'])('is free on both families: not one that is taken on %s', async (host) => {
    const taken = await take(createServer(), { host })
    const { details } = await startFailure(failed('EACCES'), { host: HOST, port: taken - 1 })
    expect(details).toHaveProperty('next_free_port')
    expect(details).not.toHaveProperty('next_free_port', taken)
  })

  it('is below the last one', async () => {
    expect(await nextFreePort({ host: HOST, port: 65_535 })).toBeLessThan(65_535)
  })

  it.each([
    ['one block', 3_419, 3_518],
    ['several blocks in a row', 3_400, 5_399],
    ['every block above', 3_419, 65_535],
  ])('is outside of what the system reserves: %s', async (_what, from, to) => {
    const isReserved = ({ port }: { port: number }) => port >= from && port <= to
    const port = await nextFreePort({ host: HOST, port: 3_456 }, async (where) => !isReserved(where))
    expect(port).toBeGreaterThan(1_024)
    expect(isReserved({ port: port ?? from })).toBe(false)
  })

  it('is any that the system gives if all that are tried are reserved', async () => {
    expect(await nextFreePort({ host: HOST, port: 3_456 }, async () => false)).toBeGreaterThan(1_024)
  })
})

describe('any other failure', () => {
  it.each([
    [failed('EACCES'), 'port_reserved'],
    [failed('EADDRNOTAVAIL'), 'cannot_listen'],
    [new Error('secret detail'), 'cannot_listen'],
    ['secret detail', 'cannot_listen'],
  ])('is named by its code alone: %s', async (error, code) => {
    const failure = await startFailure(error, { host: HOST, port: 80 })
    expect(failure).toMatchObject({
      status: 'unhealthy',
      code,
      details: { port: 80, own_instance: false },
    })
    expect(JSON.stringify(failure)).not.toContain('secret')
  })
})
