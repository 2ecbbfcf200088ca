import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { header, readMessage } from '../relay-rig/read-message.ts'

export interface Heard {
  /** Undefined if no HTTP head arrived. */
  status: number | undefined
  /** Decoded, without chunk framing. */
  body: Buffer
  /** `proxyError` is Signalbox's own error code; responses of the upstream have none. */
  proxyError: string | undefined
  /**
   * `whole`: by framing, or by a clean close. `cut`: closed too early. `reset`: TCP RST. `open`: still open at the time
   * limit.
   */
  end: 'whole' | 'cut' | 'reset' | 'open'
}

interface Ask {
  port: number
  bytes: string
  /** Time limit, in ms. */
  patienceMs: number
}

/** Sends one request as bytes, and reads the response until it is complete, broken, or timed out. */
export async function listenRaw({ port, bytes, patienceMs }: Ask): Promise<Heard> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  const chunks: Buffer[] = []
  socket.write(bytes)
  try {
    const close = await listen(socket, chunks, patienceMs)
    return describe(Buffer.concat(chunks), close)
  } finally {
    socket.destroy()
  }
}

type Close = 'fin' | 'reset' | 'complete' | 'patience'

async function listen(socket: Socket, chunks: Buffer[], patienceMs: number): Promise<Close> {
  const { promise, resolve } = Promise.withResolvers<Close>()
  const leave = setTimeout(() => resolve('patience'), patienceMs)
  socket.on('data', (chunk) => {
    chunks.push(chunk)
    if (readResponse(Buffer.concat(chunks)).complete) resolve('complete')
  })
  socket.on('end', () => resolve('fin'))
  socket.on('error', () => resolve('reset'))
  try {
    return await promise
  } finally {
    clearTimeout(leave)
  }
}

function describe(bytes: Buffer, close: Close): Heard {
  const { start, headers, body, complete } = readResponse(bytes)
  const status = /^HTTP\/1\.[01] (\d{3})/.exec(start)?.[1]
  const isCloseFramed =
    header(headers, 'content-length') === undefined && header(headers, 'transfer-encoding') === undefined
  const ends = {
    complete: 'whole',
    // A FIN marks the end only if no framing does.
    fin: status !== undefined && (complete || isCloseFramed) ? 'whole' : 'cut',
    reset: 'reset',
    patience: 'open',
  } as const
  return {
    status: status === undefined ? undefined : Number(status),
    body: status === undefined ? Buffer.alloc(0) : body,
    proxyError: header(headers, 'x-proxy-error'),
    end: ends[close],
  }
}

/** Skips interim responses. */
function readResponse(bytes: Buffer): ReturnType<typeof readMessage> {
  const message = readMessage(bytes)
  return /^HTTP\/1\.[01] 1\d\d/.test(message.start) ? readResponse(message.rest) : message
}

/** Opens a connection, sends the bytes, and returns the socket. */
export async function speakRaw(port: number, bytes: string | Buffer): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  // Some callers provoke a reset.
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  if (bytes.length > 0) await new Promise<void>((resolve) => socket.write(bytes, () => resolve()))
  return socket
}
