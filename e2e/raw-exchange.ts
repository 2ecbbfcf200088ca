import { connect, type Socket } from 'node:net'

export interface RawResponse {
  /** All received data, as Latin-1. */
  text: string
  /** Status of the first final response; `undefined` if there was none. */
  status: number | undefined
  /** By lower-case name. */
  headers: Map<string, string>
  body: string
  /** The end of the connection: the peer's FIN, a reset, or us after `enough`. */
  end: 'fin' | 'reset' | 'enough'
  /** Time from the first byte sent to the first one received, in ms. */
  firstByteMs: number | undefined
  /** Time from the first byte sent to the end, in ms. */
  ms: number
}

interface Options {
  port: number
  host?: string
  /** Closes the connection once this is true. Default: waits for the other side to close. */
  enough?: (response: Pick<RawResponse, 'status' | 'body' | 'headers'>) => boolean
  /** Rejects after this many ms. Default 10,000. */
  timeoutMs?: number
}

/** Sends bytes unchanged and collects the response, without an HTTP library that repairs or hides anything. */
export function rawExchange(bytes: string | Buffer, options: Options): Promise<RawResponse> {
  const { port, host = '127.0.0.1', enough = () => false, timeoutMs = 10_000 } = options
  const { promise, resolve, reject } = Promise.withResolvers<RawResponse>()
  const socket: Socket = connect({ port, host, noDelay: true })
  const startedAt = performance.now()
  let text = ''
  let firstByteMs: number | undefined

  function finish(end: RawResponse['end']): void {
    clearTimeout(timer)
    socket.destroy()
    resolve({ text, ...parseResponse(text), end, firstByteMs, ms: performance.now() - startedAt })
  }
  const timer = setTimeout(() => {
    socket.destroy()
    reject(new Error(`no end of the answer within ${timeoutMs} ms; so far: ${JSON.stringify(text)}`))
  }, timeoutMs)
  socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes)
  socket.on('data', (chunk) => {
    firstByteMs ??= performance.now() - startedAt
    text += chunk.toString('latin1')
    if (enough(parseResponse(text))) finish('enough')
  })
  socket.on('error', () => finish('reset'))
  socket.on('end', () => finish('fin'))
  return promise
}

/** True once the body has the length in `content-length`. */
export function isWhole({ headers, body }: Pick<RawResponse, 'body' | 'headers'>): boolean {
  const length = headers.get('content-length')
  return length !== undefined && body.length >= Number(length)
}

function parseResponse(text: string): Pick<RawResponse, 'status' | 'headers' | 'body'> {
  const headEnd = text.indexOf('\r\n\r\n')
  const [statusLine = '', ...lines] = text.slice(0, headEnd === -1 ? undefined : headEnd).split('\r\n')
  const code = /^HTTP\/1\.[01] (\d{3})/.exec(statusLine)?.[1]
  if (code?.startsWith('1') === true && headEnd !== -1) return parseResponse(text.slice(headEnd + 4))
  const headers = new Map(
    lines.map((line): [string, string] => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
    }),
  )
  return {
    status: code === undefined ? undefined : Number(code),
    headers,
    body: headEnd === -1 ? '' : text.slice(headEnd + 4),
  }
}
