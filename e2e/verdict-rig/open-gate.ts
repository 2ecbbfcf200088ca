import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

/** A port that forwards to another one and can be closed and reopened, to simulate a network outage. */
export interface Gate {
  port: number
  /** Closes every connection; new ones are refused. */
  close: () => Promise<void>
  open: () => Promise<void>
}

export async function openGate(leadsTo: number): Promise<Gate> {
  const sockets = new Set<Socket>()
  let port = 0
  let server: Server | undefined

  function serve(client: Socket): void {
    const onward = connect(leadsTo, '127.0.0.1')
    for (const socket of [client, onward]) {
      sockets.add(socket)
      socket
        .on('error', () => undefined)
        .on('close', () => {
          sockets.delete(socket)
          client.destroy()
          onward.destroy()
        })
    }
    client.pipe(onward).pipe(client)
  }
  async function open(): Promise<void> {
    server = createServer(serve).listen(port, '127.0.0.1')
    await once(server, 'listening')
    port = (server.address() as AddressInfo).port
  }
  await open()
  return {
    get port() {
      return port
    },
    open,
    async close() {
      if (server?.listening !== true) return
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}
