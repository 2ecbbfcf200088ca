import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { type MessagePort, parentPort, Worker, workerData } from 'node:worker_threads'
import { SELF_SIGNED } from './self-signed.ts'

/** Response of an upstream that has read only the first bytes of the request. */
export interface EarlyResponse {
  response: string
  /** `late` closes long after the kernel has delivered the response. */
  close: 'at-once' | 'when-flushed' | 'half-first' | 'late'
  tls: boolean
}

export interface EarlyUpstream {
  url: string
  /** Number of connections so far. */
  connections: () => number
  close: () => Promise<void>
}

/**
 * An upstream in a separate thread: in the proxy's event loop it could never close between two writes of a body, which
 * is when a response gets lost.
 */
export async function startEarlyUpstream(early: EarlyResponse): Promise<EarlyUpstream> {
  const shared = new Int32Array(new SharedArrayBuffer(8))
  const thread = new Worker(new URL(import.meta.url), { workerData: { early, shared }, execArgv: [] })
  await once(thread, 'message')
  return {
    url: `${early.tls ? 'https' : 'http'}://127.0.0.1:${Atomics.load(shared, PORT)}`,
    connections: () => Atomics.load(shared, CONNECTIONS),
    close: async () => void (await thread.terminate()),
  }
}

const PORT = 0
const CONNECTIONS = 1

function respondEarly(socket: Socket, { response, close }: EarlyResponse): void {
  socket.on('error', () => undefined)
  socket.once('data', () => {
    // The rest of the request stays unread in the kernel.
    socket.pause()
    const destroy = () => void socket.destroy()
    if (close === 'half-first') socket.end(response, destroy)
    else if (close === 'when-flushed') socket.write(response, destroy)
    else socket.write(response)
    if (close === 'at-once') setImmediate(destroy)
    if (close === 'late') setTimeout(destroy, 200)
  })
}

function serve(parent: MessagePort, { early, shared }: Task): void {
  const accept = (socket: Socket) => {
    Atomics.add(shared, CONNECTIONS, 1)
    respondEarly(socket, early)
  }
  const server = early.tls ? createTlsServer(SELF_SIGNED, accept) : createServer(accept)
  server.listen(0, '127.0.0.1', () => {
    const address = server.address()
    Atomics.store(shared, PORT, typeof address === 'object' && address !== null ? address.port : 0)
    parent.postMessage('listening', [])
  })
}

interface Task {
  early: EarlyResponse
  shared: Int32Array
}

function isTask(data: unknown): data is Task {
  return typeof data === 'object' && data !== null && 'early' in data && 'shared' in data
}

if (parentPort !== null && isTask(workerData)) serve(parentPort, workerData)
