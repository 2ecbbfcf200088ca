import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'

/** One exchange: the upstream's behaviour after the head of a request. */
export type Act = (socket: Socket, head: string) => void | Promise<void>

export interface HostileUpstream {
  port: number
  /** Number of request heads received since the start. */
  asked: () => number
  /** Number of open connections. */
  open: () => number
  /** Sets the behaviour from now on. */
  act: (act: Act) => void
  close: () => Promise<void>
}

/** An upstream that writes raw bytes, as the act decides. Request bodies are discarded. */
export async function startHostileUpstream(): Promise<HostileUpstream> {
  let act: Act = (socket) => void socket.end('HTTP/1.1 500 Not told\r\ncontent-length: 0\r\n\r\n')
  let asked = 0
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    let head = ''
    socket
      .on('error', () => undefined)
      .once('close', () => sockets.delete(socket))
      .on('data', (chunk: Buffer) => {
        if (head.endsWith('\r\n\r\n')) return
        head = (head + chunk.toString('latin1')).split('\r\n\r\n', 1)[0] ?? ''
        if (!chunk.includes('\r\n\r\n')) return
        head += '\r\n\r\n'
        asked++
        void Promise.resolve(act(socket, head)).catch(() => socket.destroy())
      })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    asked: () => asked,
    open: () => sockets.size,
    act(next) {
      act = next
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** A complete response with a content-length, followed by a close. */
export function respond(body: string | Buffer, headers: readonly string[], status = '200 OK'): Act {
  const bytes = Buffer.from(body)
  return (socket) => {
    const lines = [`HTTP/1.1 ${status}`, ...headers, `content-length: ${bytes.length}`, 'connection: close']
    socket.write(`${lines.join('\r\n')}\r\n\r\n`)
    socket.end(bytes)
  }
}

/** A head, then the same piece repeatedly until the other side closes or `megabytes` are written. */
export function pour(headers: readonly string[], piece: string | Buffer, megabytes: number): Act {
  const bytes = Buffer.alloc(64 * 1024, piece)
  return async (socket, _head) => {
    const lines = ['HTTP/1.1 200 OK', ...headers, 'connection: close']
    socket.write(`${lines.join('\r\n')}\r\n\r\n`)
    for (let written = 0; written < megabytes * 1024 * 1024; written += bytes.length) {
      if (socket.destroyed) return
      if (!socket.write(bytes)) await Promise.race([once(socket, 'drain'), once(socket, 'close')])
    }
    socket.end()
  }
}

/** Waits for the complete body of a request with a content-length. */
export function afterBody(act: Act): Act {
  return (socket, head) => {
    const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0)
    const total = head.length + length
    const onData = () => {
      if (socket.bytesRead < total) return
      socket.off('data', onData)
      void act(socket, head)
    }
    socket.on('data', onData)
    onData()
  }
}
