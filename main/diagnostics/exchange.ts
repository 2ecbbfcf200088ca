import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** Time limit for a response, in ms. A local server responds within a few ms, a busy one within a few hundred. */
const ANSWER_LIMIT = 3_000

export type Exchange =
  | {
      kind: 'response'
      status: number
      /** `x-proxy-error`: the code of our own error. */
      code: string | undefined
      /** True when the response has CORS headers, so that other origins can read it. */
      allowsOrigin: boolean
    }
  | { kind: 'failed'; reason: string }

/** Sends a raw request head. HTTP clients set `Host` themselves and allow only one. */
export async function exchange({ hostname, port }: URL, head: readonly string[]): Promise<Exchange> {
  const signal = AbortSignal.timeout(ANSWER_LIMIT)
  const socket = connect({
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: port === '' ? 80 : Number(port),
  })
  const stop = () => socket.destroy(new Error('no answer in time'))
  signal.addEventListener('abort', stop)
  try {
    await once(socket, 'connect')
    socket.write(`${head.join('\r\n')}\r\n\r\n`)
    return read(await headOf(socket))
  } catch (error) {
    return { kind: 'failed', reason: reasonOf(error) }
  } finally {
    signal.removeEventListener('abort', stop)
    socket.destroy()
  }
}

/** Reads up to the empty line and ignores the body. */
async function headOf(socket: Socket): Promise<string> {
  let response = ''
  for await (const chunk of socket.setEncoding('latin1')) {
    response += String(chunk)
    if (response.includes('\r\n\r\n')) break
  }
  return response.split('\r\n\r\n', 1)[0] ?? ''
}

function read(head: string): Exchange {
  const status = /^HTTP\/1\.1 (\d{3})/.exec(head)?.[1]
  if (status === undefined) return { kind: 'failed', reason: 'no HTTP answer' }
  return {
    kind: 'response',
    status: Number(status),
    code: /^x-proxy-error: *(\S+)/im.exec(head)?.[1],
    allowsOrigin: /^access-control-allow-origin:/im.test(head),
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message
}
