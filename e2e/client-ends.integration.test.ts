import { once } from 'node:events'
import { readdirSync, readlinkSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { networkInterfaces } from 'node:os'
import { afterEach, describe, expect, it } from 'vitest'
import { isWhole, rawExchange } from './raw-exchange.ts'
import { type RawUpstream, startRawUpstream } from './relay-rig/raw-upstream.ts'
import { type Headless, startHeadless } from './start-headless.ts'

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'

let upstream: RawUpstream
let signalbox: Headless
const sockets: Socket[] = []

async function start(options: Parameters<typeof startHeadless>[0] = {}): Promise<void> {
  upstream = await startRawUpstream((peer) => peer.write(OK))
  signalbox = await startHeadless({
    ...options,
    env: { ANTHROPIC_FORWARD_URL: upstream.url, ...options.env },
  })
}
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  await signalbox.stop()
  await upstream.close()
})

/** A client that sends these bytes and then keeps its side open forever. */
async function hold(bytes: string): Promise<void> {
  const socket = connect({ port: signalbox.port, host: '127.0.0.1', allowHalfOpen: true })
  sockets.push(socket)
  socket.on('error', () => undefined).on('data', () => undefined)
  await once(socket, 'connect')
  socket.write(bytes)
}

async function livez(): Promise<{ status: number | undefined; ms: number }> {
  const get = `GET /livez HTTP/1.1\r\nHost: 127.0.0.1:${signalbox.port}\r\nConnection: close\r\n\r\n`
  return await rawExchange(get, { port: signalbox.port })
}

async function post(): Promise<number | undefined> {
  const lines = `POST /v1/messages HTTP/1.1\r\nHost: 127.0.0.1:${signalbox.port}\r\nContent-Length: 2\r\n\r\n{}`
  return (await rawExchange(lines, { port: signalbox.port, enough: isWhole })).status
}

function openSockets(): number {
  const folder = `/proc/${signalbox.pid}/fd`
  const targets = readdirSync(folder).map((name) => {
    try {
      return readlinkSync(`${folder}/${name}`)
    } catch {
      return ''
    }
  })
  return targets.filter((target) => target.startsWith('socket:')).length
}

describe.skipIf(process.platform !== 'linux')('whatever clients do', () => {
  it('and however they keep their side open, every socket comes back', { timeout: 90_000 }, async () => {
    await start()
    expect(await post()).toBe(200)
    const own = `Host: 127.0.0.1:${signalbox.port}\r\n`
    const before = openSockets()
    const ways = [
      '',
      'GET /v1/x HTTP/1.1\r\nHo',
      'GARBAGE\r\n\r\n',
      '\x16\x03\x01\x00\xf5',
      'GET /livez HTTP/1.1\r\nHost: evil.invalid\r\n\r\n',
      `POST /v1/messages HTTP/1.1\r\nHost: evil.invalid\r\nContent-Length: 1000\r\n\r\nabc`,
      `GET /api/events HTTP/1.1\r\n${own}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
      `CONNECT evil.invalid:443 HTTP/1.1\r\n${own}\r\n`,
      `POST /v1/messages HTTP/1.1\r\n${own}Content-Length: 99999999999\r\n\r\nabc`,
      `PUT /api/settings HTTP/1.1\r\n${own}Content-Type: text/plain\r\nContent-Length: 1000\r\n\r\nabc`,
      `POST /v1/messages HTTP/1.1\r\n${own}Sec-Fetch-Mode: navigate\r\nContent-Length: 1000\r\n\r\nabc`,
      `POST /v1/messages HTTP/1.1\r\n${own}Expect: 200-ok\r\nContent-Length: 1000\r\n\r\nabc`,
      `POST /v1/messages HTTP/1.1\r\n${own}Connection: close\r\nContent-Length: 2\r\n\r\n{}`,
      `POST /v1/messages HTTP/1.1\r\n${own}Content-Length: 2\r\n\r\n{}GARBAGE\r\n\r\n`,
      `GET /livez HTTP/1.1\r\n${own}Content-Length: 1000\r\n\r\nabc`,
    ]
    await Promise.all(ways.flatMap((bytes) => Array.from({ length: 10 }, () => hold(bytes))))
    const times: number[] = []
    const look = async () => {
      const { status, ms } = await livez()
      expect(status).toBe(200)
      times.push(ms)
      return openSockets()
    }
    expect(await look()).toBeGreaterThan(before)
    await expect.poll(look, { timeout: 60_000, interval: 200 }).toBeLessThanOrEqual(before + 1)
    expect(times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]).toBeLessThan(250)
    expect(JSON.parse(await (await fetch(`${signalbox.url}/livez`)).text())).toMatchObject({ in_flight: 0 })
  })

  it('with few open files, new clients get through 300 that say nothing', async () => {
    await start({ files: 192 })
    await Promise.all(Array.from({ length: 300 }, (_, i) => hold(i % 2 === 0 ? '' : 'GET / HTTP/1.1\r\nX: ')))
    for (let i = 0; i < 20; i++) expect([await post(), (await livez()).status]).toEqual([200, 200])
  })

  it('without a descriptor left nothing is thrown, and all is well once there are some', async () => {
    await start({ files: 64 })
    upstream.reply(() => undefined)
    const request = `POST /v1/messages HTTP/1.1\r\nHost: 127.0.0.1:${signalbox.port}\r\nContent-Length: 2\r\n\r\n{}`
    for (let i = 0; i < 60; i++) await hold(request)
    const since = performance.now()
    // The process is checked every 5 s.
    await expect.poll(() => performance.now() - since, { timeout: 20_000 }).toBeGreaterThan(6_000)
    for (const socket of sockets.splice(0)) socket.destroy()
    upstream.reply((peer) => peer.write(OK))
    await expect.poll(() => post().catch(() => 0), { timeout: 10_000 }).toBe(200)
    expect(signalbox.stderr()).not.toMatch(/uncaught|unhandled/)
  })
})

const outside = Object.values(networkInterfaces())
  .flat()
  .find((one) => one?.family === 'IPv4' && !one.internal)?.address

describe.skipIf(outside === undefined)('the dashboard on another address of this machine', () => {
  const KEY = 'the-key-of-this-test'

  async function write(origin: string, headers = `x-api-key: ${KEY}\r\n`): Promise<number | undefined> {
    const host = `${outside}:${signalbox.port}`
    const lines = `DELETE /api/drain HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${origin}\r\n${headers}\r\n`
    const options = { port: signalbox.port, host: outside ?? '', enough: isWhole }
    return (await rawExchange(lines, options)).status
  }

  it.each([outside ?? '', '0.0.0.0'])(
    '--host %s: may write with the key, a page of elsewhere may not',
    async (host) => {
      await start({ args: ['--host', host], env: { CCPROXY_API_KEY: KEY } })
      const own = `http://${outside}:${signalbox.port}`
      expect(await write(own)).toBe(200)
      expect(await write(own, '')).toBe(401)
      for (const foreign of [
        `http://${outside}:1`,
        `https://${outside}:${signalbox.port}`,
        `http://evil.invalid:${signalbox.port}`,
        `http://${outside}.nip.io:${signalbox.port}`,
        `http://0.0.0.0:${signalbox.port}`,
        'null',
      ]) {
        expect([foreign, await write(foreign)]).toEqual([foreign, 403])
      }
    },
  )
})
