import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { header, readMessage } from '../relay-rig/read-message.ts'

export interface Heard {
  /** Undefined where no HTTP head came. */
  status: number | undefined
  /** Without its framing. */
  body: Buffer
  /** `proxyError` is our own word for what went wrong; the upstream's answers have none. */
  proxyError: string | undefined
  /**
   * `whole`: the framing or an orderly end says so. `cut`: closed too early. `reset`: TCP RST. `open`: still waiting
   * when patience ended.
   */
  end: 'whole' | 'cut' | 'reset' | 'open'
}

interface Ask {
  port: number
  bytes: string
  /** How long we stay, in ms, whatever comes until then. */
  patienceMs: number
}

/** Sends one request as bytes, and listens to the answer until it is whole, broken, or takes too long. */
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
    // Only where nothing else says how long the body is does a FIN say that it is over.
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

/** Past interim answers, which are no answer yet. */
function readResponse(bytes: Buffer): ReturnType<typeof readMessage> {
  const message = readMessage(bytes)
  return /^HTTP\/1\.[01] 1\d\d/.test(message.start) ? readResponse(message.rest) : message
}

/** Opens a connection, sends what is given, and leaves the rest to the caller. */
export async function speakRaw(port: number, bytes: string | Buffer): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  // A reset is what some callers come to make.
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  if (bytes.length > 0) await new Promise<void>((resolve) => socket.write(bytes, () => resolve()))
  return socket
}
