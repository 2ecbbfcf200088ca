import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** The way the other side has ended the connection so far. */
export type PeerEnd = 'open' | 'fin' | 'reset'

/** One end of a raw TCP connection: records all received bytes and the end of the connection. */
export interface Peer {
  readonly socket: Socket
  bytes: () => Buffer
  /** Number of bytes so far; copies nothing, unlike `bytes()`. */
  size: () => number
  end: () => PeerEnd
  /** Time when the connection ended or closed, in ms of `performance.now()`. */
  endedAt: () => number | undefined
  /** Discards the data received so far. */
  clear: () => void
  write: (bytes: string | Buffer) => void
  /** Resolves once `fact` is true, checked after every event of the connection. Rejects after `limitMs`. */
  until: (fact: () => boolean, limitMs?: number) => Promise<void>
  /** Resolves with the way the other side ended the connection. */
  ended: (limitMs?: number) => Promise<PeerEnd>
}

export function openPeer(socket: Socket): Peer {
  let chunks: Buffer[] = []
  let size = 0
  let end: PeerEnd = 'open'
  let endedAt: number | undefined
  const watchers = new Set<() => void>()
  const changed = () => watchers.forEach((look) => look())

  function finish(how: PeerEnd): void {
    if (end === 'open') end = how
    endedAt ??= performance.now()
    changed()
  }
  socket.on('data', (chunk: Buffer) => {
    chunks.push(chunk)
    size += chunk.length
    changed()
  })
  socket.on('end', () => finish('fin'))
  socket.on('error', () => finish('reset'))
  socket.on('close', () => {
    endedAt ??= performance.now()
    changed()
  })

  function until(fact: () => boolean, limitMs = 3_000): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => settle(() => reject(new Error(describe()))), limitMs)
      function settle(how: () => void): void {
        clearTimeout(timer)
        watchers.delete(look)
        how()
      }
      function look(): void {
        if (fact()) settle(resolve)
      }
      function describe(): string {
        const tail = Buffer.concat(chunks).subarray(-300).toString('latin1')
        return `not within ${limitMs} ms; ${end}, ${size} bytes, ending in ${JSON.stringify(tail)}`
      }
      watchers.add(look)
      look()
    })
  }

  return {
    socket,
    bytes() {
      const all = Buffer.concat(chunks)
      chunks = [all]
      return all
    },
    size: () => size,
    end: () => end,
    endedAt: () => endedAt,
    clear() {
      chunks = []
      size = 0
    },
    write: (bytes) => void socket.write(bytes),
    until,
    async ended(limitMs) {
      await until(() => end !== 'open' || socket.destroyed, limitMs)
      return end
    },
  }
}

export async function openConnection(port: number): Promise<Peer> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true })
  const peer = openPeer(socket)
  await once(socket, 'connect')
  return peer
}

/** Closes a connection from our side, in the given way. */
export async function leave({ socket }: Peer, how: 'fin' | 'reset'): Promise<void> {
  if (socket.destroyed) return
  const closed = once(socket, 'close')
  if (how === 'reset') socket.resetAndDestroy()
  else socket.destroy()
  await closed
}
