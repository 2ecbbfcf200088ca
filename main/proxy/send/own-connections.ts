import type { Socket } from 'node:net'

/** Both ends of a TCP connection, as `net.Socket` names them. */
export interface Ends {
  localAddress?: string | undefined
  localPort?: number | undefined
  remoteAddress?: string | undefined
  remotePort?: number | undefined
}

/** Open upstream connections: a request that comes on one of them is our own, in a loop. */
export interface OwnConnections {
  add: (socket: Socket) => void
  /** True for an incoming connection whose other end is one of them. */
  has: (incoming: Ends) => boolean
}

export function createOwnConnections(): OwnConnections {
  /** All four ends, as the remote side names them: systems use one local port for several remote addresses at once. */
  const mirrored = new Set<string>()
  /** Number of connections by local port. Most requests come from another port, so their ends are not compared. */
  const ports = new Map<number | undefined, number>()

  return {
    add(socket) {
      const { localAddress, localPort, remoteAddress, remotePort } = socket
      const key = `${remoteAddress} ${remotePort} ${localAddress} ${localPort}`
      mirrored.add(key)
      ports.set(localPort, (ports.get(localPort) ?? 0) + 1)
      socket.once('close', () => {
        mirrored.delete(key)
        const left = (ports.get(localPort) ?? 0) - 1
        if (left > 0) ports.set(localPort, left)
        else ports.delete(localPort)
      })
    },
    has(incoming) {
      if (!ports.has(incoming.remotePort)) return false
      const { localAddress, localPort, remoteAddress, remotePort } = incoming
      return mirrored.has(`${localAddress} ${localPort} ${remoteAddress} ${remotePort}`)
    },
  }
}
