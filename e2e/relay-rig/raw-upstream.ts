import { once } from 'node:events'
import { createServer } from 'node:net'
import { openPeer, type Peer } from './peer.ts'
import { header, readMessage } from './read-message.ts'
import { listenLocally } from '../../main/base/testing/local-server.ts'

export interface RawUpstream {
  url: string
  port: number
  /** Every connection so far, in order. */
  peers: readonly Peer[]
  /** Number of complete requests, over all connections. */
  requests: () => number
  /** Connection of the latest request. */
  asked: () => Peer
  /** Sets the response to each future request. */
  reply: (next: Reply) => void
  close: () => Promise<void>
}

/** Responds to one request by writing to its connection, as the test decides. */
export type Reply = (peer: Peer, request: Buffer) => void

/** An upstream of bare sockets: it detects the end of each request and leaves every other byte to the test. */
export async function startRawUpstream(reply: Reply, onConnect?: (peer: Peer) => void): Promise<RawUpstream> {
  const peers: Peer[] = []
  let requests = 0
  let latest: Peer | undefined
  let current = reply
  const server = createServer({ noDelay: true, allowHalfOpen: true }, (socket) => {
    const peer = openPeer(socket)
    peers.push(peer)
    if (onConnect !== undefined) return onConnect(peer)
    socket.on('end', () => socket.end())
    /** End of the request; computed with its head, so that a large body is not searched repeatedly. */
    let length: number | undefined
    socket.on('data', () => {
      length ??= requestLength(peer.bytes())
      if (length === undefined || peer.size() < length) return
      const request = peer.bytes()
      length = undefined
      requests++
      latest = peer
      peer.clear()
      current(peer, request)
    })
  })
  const port = await listenLocally(server)
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    peers,
    requests: () => requests,
    asked() {
      if (latest === undefined) throw new Error('the upstream was not asked')
      return latest
    },
    reply: (next) => {
      current = next
    },
    async close() {
      const closed = once(server, 'close')
      server.close()
      for (const { socket } of peers) socket.destroy()
      await closed
    },
  }
}

/** Length of head and body in bytes; `undefined` while the head is incomplete. */
function requestLength(bytes: Buffer): number | undefined {
  const end = bytes.indexOf('\r\n\r\n')
  if (end === -1) return undefined
  return end + 4 + Number(header(readMessage(bytes).headers, 'content-length') ?? 0)
}
