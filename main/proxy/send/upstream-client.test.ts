import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Ends } from './own-connections.ts'
import { createUpstreamClient } from './upstream-client.ts'

let server: Server

beforeEach(async () => {
  server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})

afterEach(() => {
  server.close()
})

it('knows an incoming connection for its own by all four of its ends, while it is open', async () => {
  const client = createUpstreamClient({ connectTimeoutMs: 1_000 })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  client.dispatch(
    { origin: `http://127.0.0.1:${port}`, path: '/', method: 'GET', headers: [], body: null },
    {
      onRequestStart: () => undefined,
      onResponseStart: () => undefined,
      onResponseData: () => undefined,
      onResponseEnd: () => undefined,
      onResponseError: () => undefined,
    },
  )
  const [incoming]: Socket[] = await once(server, 'connection')
  if (incoming === undefined) throw new Error('nobody came')
  await once(incoming, 'data')
  const { localAddress, localPort, remoteAddress, remotePort } = incoming
  const ends: Ends = { localAddress, localPort, remoteAddress, remotePort }
  expect(client.isOwnConnection(ends)).toBe(true)
  // The same remote port, connected to another listener: an ordinary client.
  expect(client.isOwnConnection({ ...ends, localPort: port + 1 })).toBe(false)
  expect(client.isOwnConnection({ ...ends, remoteAddress: '127.0.0.2' })).toBe(false)
  incoming.destroy()
  await client.reset()
  expect(client.isOwnConnection(ends)).toBe(false)
})
