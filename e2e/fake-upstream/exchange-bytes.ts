import { connect } from 'node:net'

interface Exchange {
  /** `http://host:port`; the path is in `request`. */
  url: string
  /** Sent unchanged. */
  request: string | Buffer
  /** Closes the connection once this matches the received data. */
  until?: (received: string) => boolean
  /** Default 5,000. */
  timeoutMs?: number
}

export interface Exchanged {
  /** All bytes received, one character each. */
  received: string
  /** Number of pieces that the socket delivered. */
  pieces: number
  /** The side that closed, and how. */
  end: 'fin' | 'reset' | 'us'
}

/** One exchange on a raw socket: an HTTP library would hide whether a body was complete or cut. */
export async function exchangeBytes({
  url,
  request,
  until,
  timeoutMs = 5_000,
}: Exchange): Promise<Exchanged> {
  const { hostname, port } = new URL(url)
  const socket = connect({ host: hostname, port: Number(port), noDelay: true })
  let received = ''
  let pieces = 0
  try {
    return await new Promise<Exchanged>((resolve, reject) => {
      socket.setTimeout(timeoutMs, () => reject(new Error(`silent for ${timeoutMs} ms after: ${received}`)))
      socket.on('data', (bytes: Buffer) => {
        received += bytes.toString('latin1')
        pieces++
        if (until?.(received) === true) resolve({ received, pieces, end: 'us' })
      })
      socket.on('end', () => resolve({ received, pieces, end: 'fin' }))
      socket.on('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'ECONNRESET') resolve({ received, pieces, end: 'reset' })
        else reject(error)
      })
      socket.write(request)
    })
  } finally {
    socket.destroy()
  }
}
