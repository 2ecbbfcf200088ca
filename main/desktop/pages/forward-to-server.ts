import { type IncomingMessage, request as httpRequest } from 'node:http'

/**
 * Headers of a page's request that are forwarded to the local server. An allow-list, because the server treats
 * `Origin`, `Sec-Fetch-*` and cookies as marks of a web page and rejects them; our page comes from disk.
 */
const REQUEST_HEADERS = ['accept', 'content-type', 'if-none-match', 'last-event-id']

/** Hop-by-hop headers (RFC 9110 section 7.6.1), and headers of an encoding that is already decoded. */
const DROPPED_ANSWER_HEADERS = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'trailer',
])

/**
 * Request headers with the dashboard's password and the API key, so that the app's own window is never asked for them.
 */
export type Credentials = Readonly<Record<string, string>>

/**
 * Twice the server's limit, so that the server reports oversized bodies itself; keeps a broken page from filling
 * memory.
 */
const MAX_BODY_BYTES = 2 * 1024 * 1024

/**
 * In ms, until the server's headers. Electron never aborts `request.signal`, so a page that is closed before them would
 * leave its request running for good.
 */
const HEADER_DEADLINE = 300_000

/** Thrown when the server took a request and sent no headers. */
export class NoResponseError extends Error {}

/**
 * Forwards a page's request to the local server and streams the response back. Uses `node:http` because Electron's
 * `net` goes through the system's proxy settings. Rejects when the server cannot be reached, with `NoResponseError` when
 * it does not respond.
 */
export async function forwardToServer(
  request: Request,
  { baseUrl, credentials }: { baseUrl: string; credentials: Credentials },
): Promise<Response> {
  const body = await request.arrayBuffer()
  if (body.byteLength > MAX_BODY_BYTES) return new Response(null, { status: 413 })
  const { pathname, search } = new URL(request.url)
  const response = await exchange({
    url: new URL(pathname + search, baseUrl),
    request,
    body: Buffer.from(body),
    credentials,
  })
  return toResponse(response)
}

interface Call {
  url: URL
  request: Request
  body: Buffer
  credentials: Credentials
}

function exchange(call: Call): Promise<IncomingMessage> {
  const headers: Record<string, string> = { ...call.credentials }
  for (const name of REQUEST_HEADERS) {
    const value = call.request.headers.get(name)
    if (value !== null) headers[name] = value
  }
  if (call.body.length > 0) headers['content-length'] = String(call.body.length)
  return new Promise((resolve, reject) => {
    const { method, signal } = call.request
    const outgoing = httpRequest(call.url, { method, headers, signal }, resolve)
    const late = setTimeout(() => outgoing.destroy(new NoResponseError()), HEADER_DEADLINE)
    outgoing.once('response', () => clearTimeout(late))
    outgoing.once('close', () => clearTimeout(late))
    outgoing.once('error', reject)
    outgoing.end(call.body)
  })
}

function toResponse(response: IncomingMessage): Response {
  const headers = new Headers()
  for (const [name, values] of Object.entries(response.headersDistinct)) {
    if (!DROPPED_ANSWER_HEADERS.has(name)) for (const value of values ?? []) headers.append(name, value)
  }
  const status = response.statusCode ?? 502
  // The Response constructor throws for a body with these statuses.
  const bodyless = status === 204 || status === 205 || status === 304
  if (bodyless) response.resume()
  return new Response(bodyless ? null : toWebStream(response), { status, headers })
}

function toWebStream(response: IncomingMessage): ReadableStream<Uint8Array> {
  const chunks: AsyncIterator<Uint8Array> = response[Symbol.asyncIterator]()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    // Abort the server's response when the page disconnects.
    cancel: () => void response.destroy(),
  })
}
