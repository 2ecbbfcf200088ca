import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { isSignalbox } from './probe.ts'

async function serve(onRequest: RequestListener): Promise<URL> {
  const server = createServer(onRequest).listen(0, '127.0.0.1')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  await once(server, 'listening')
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/any/path`)
}

const LIVEZ = JSON.stringify({ status: 'ok', in_flight: 3 })

describe('isSignalbox', () => {
  it('is true for our `/livez` only', async () => {
    const asked: (string | undefined)[] = []
    const own = await serve((req, res) => {
      asked.push(req.url)
      res.end(LIVEZ)
    })
    expect(await isSignalbox(own)).toBe(true)
    expect(asked).toEqual(['/livez'])
    for (const body of ['', 'null', '[]', '"in_flight"', '{"flight":1}'])
      expect(await isSignalbox(await serve((_req, res) => res.end(body)))).toBe(false)
    expect(await isSignalbox(await serve((_req, res) => res.writeHead(500).end(LIVEZ)))).toBe(false)
  })

  it('follows no redirect to another program', async () => {
    let asked = 0
    const elsewhere = await serve((_req, res) => {
      asked++
      res.end(LIVEZ)
    })
    const location = new URL('/livez', elsewhere).href
    expect(await isSignalbox(await serve((_req, res) => res.writeHead(307, { location }).end()))).toBe(false)
    expect(asked).toBe(0)
  })

  it('reads no more than a megabyte of a response without an end', async () => {
    const piece = Buffer.alloc(64 * 1024, ' ')
    let sent = 0
    const endless = await serve((_req, res) => {
      const pour = () => {
        do sent += piece.length
        while (res.write(piece))
      }
      res.on('drain', pour).on('error', () => undefined)
      pour()
    })
    const before = process.memoryUsage().rss
    expect(await isSignalbox(endless)).toBe(false)
    // What both ends of the connection buffer is sent as well.
    expect(sent).toBeLessThan(32 * 1024 * 1024)
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024)
  })
})
