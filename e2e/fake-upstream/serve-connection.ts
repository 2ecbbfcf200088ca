import type { Socket } from 'node:net'
import { type ParsedRequest, createRequestParser } from './create-request-parser.ts'
import { playWire } from './play-wire.ts'
import type { RecordedRequest } from './recorded-request.ts'
import type { WireStep } from './reply.ts'

interface Deps {
  /** Socket to write to: the TCP socket, or the TLS socket on top of it. */
  socket: Socket
  /** The TCP socket; only this one can be reset. */
  tcp: Socket
  /** Records the request and assigns its index. */
  record: (request: ParsedRequest) => RecordedRequest
  response: (request: RecordedRequest) => Promise<readonly WireStep[]>
  /** Called when a request has changed. */
  changed: () => void
  onProtocolError: (reason: string) => void
}

/** Serves the requests of one connection in order, until either side closes it. */
export function serveConnection({ socket, tcp, record, response, changed, onProtocolError }: Deps): void {
  const gone = new AbortController()
  /** Settles when every request so far has been answered: pipelined requests wait their turn. */
  let turn: Promise<boolean> = Promise.resolve(true)

  const serve = async (request: RecordedRequest): Promise<boolean> => {
    try {
      const reusable = await playWire({ socket, tcp, gone: gone.signal }, await response(request))
      request.answeredAt = performance.now()
      return reusable
    } catch (error) {
      if (!gone.signal.aborted) throw error
      request.clientClosedAt = performance.now()
      return false
    } finally {
      changed()
    }
  }

  const parser = createRequestParser((parsed) => {
    const request = record(parsed)
    changed()
    turn = turn.then((reusable) => reusable && serve(request))
    turn.catch((error: unknown) => socket.destroy(error instanceof Error ? error : new Error(String(error))))
  })

  socket.on('data', (bytes: Buffer) => {
    try {
      parser.push(bytes)
    } catch (error) {
      onProtocolError(error instanceof Error ? error.message : String(error))
      socket.destroy()
    }
  })
  // A reset counts as a disconnect like a clean close; 'close' follows either way.
  socket.on('error', () => gone.abort())
  socket.on('end', () => gone.abort())
  socket.on('close', () => {
    gone.abort()
    changed()
  })
}
