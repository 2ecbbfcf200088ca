import { once } from 'node:events'
import type { Server as HttpServer } from 'node:http'
import type { Server } from 'node:net'

/** For tests: starts a server on any free port of this machine. Returns the port. */
export async function listenLocally(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the server has no port')
  return address.port
}

/** For tests: ends a server with all of its connections. */
export async function closeServer(server: HttpServer): Promise<void> {
  const closed = once(server, 'close')
  server.closeAllConnections()
  server.close()
  await closed
}
