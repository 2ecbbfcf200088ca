import { pipeline, Readable } from 'node:stream'
import { AppError } from '../../../shared/errors.ts'
import { createDecoder } from '../recorder/create-decoder.ts'
import { headerValue, type RawHeaders } from '../headers.ts'
import { isTransient, retry } from './retry.ts'
import { type Receiver, send, type Sender, type Sending, type SendPhase } from './send.ts'
import type { UpstreamRequest } from './upstream-request.ts'
import type { UpstreamClient } from './upstream-client.ts'

/** Options of one request in addition to the standard's `init`. */
export interface ProviderInit extends RequestInit {
  /** Called while the request has no response: `connect`, `send`, `wait`, and again for each retry. */
  onPhase?: (phase: SendPhase) => void
  /** Wraps each attempt; see `AttemptLog`. */
  watch?: (sender: Sender, origin: string) => Sender
}

export type ProviderFetch = (input: string | URL | Request, init?: ProviderInit) => Promise<Response>

export interface ProviderFetchOptions {
  client: UpstreamClient
  /** For the response's headers, per attempt; 0 disables the timeout. */
  headerTimeoutMs: number
  /** Maximum number of retries after transient failures; see `retry`. */
  retries: number
  random: () => number
}

/**
 * A `fetch` for the providers' libraries that uses our own connections: outbound proxy, certificate authorities,
 * forbidden addresses. It sends only the given headers and those of HTTP itself, keeps no cookies, and never follows a
 * redirect, because the key in the headers is for one host. As in the standard, `redirect: 'manual'` returns a redirect
 * unchanged, and any other value makes it an error.
 *
 * Rejects with AppError, or with the signal's own reason. Reading an interrupted body rejects likewise; a corrupt
 * encoding rejects with zlib's error.
 */
export function createProviderFetch(options: ProviderFetchOptions): ProviderFetch {
  return async (input, init = {}) => {
    if (input instanceof Request) throw new TypeError('Pass an address and options, not a Request.')
    const url = new URL(input)
    const signal = init.signal ?? undefined
    signal?.throwIfAborted()
    const request = toRequest(url, init)
    const once: Sender = (receiver) =>
      send(options.client, request, { receiver, headerTimeoutMs: options.headerTimeoutMs })
    const watched = init.watch === undefined ? once : init.watch(once, url.origin)
    const sender = retry(watched, { most: options.retries, shouldRetry: isTransient, random: options.random })
    return receive(sender, { signal, onPhase: init.onPhase, followsNothing: init.redirect !== 'manual' })
  }
}

function toRequest(url: URL, init: RequestInit): UpstreamRequest {
  return {
    origin: url.origin,
    path: url.pathname + url.search,
    method: init.method ?? 'GET',
    headers: [...new Headers(init.headers)].flat(),
    body: toBody(init.body),
  }
}

/** Only the body types that requests to language models use. */
function toBody(body: RequestInit['body']): Buffer | null {
  if (body === undefined || body === null) return null
  if (typeof body === 'string') return Buffer.from(body)
  if (body instanceof Uint8Array) return Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  throw new TypeError('A body must be a string or bytes.')
}

function receive(
  sender: Sender,
  {
    signal,
    onPhase,
    followsNothing,
  }: { signal: AbortSignal | undefined; onPhase: ProviderInit['onPhase']; followsNothing: boolean },
): Promise<Response> {
  return new Promise((resolve, reject) => {
    let sending: Sending | undefined
    /** The undecoded body; set with the response. */
    let body: Readable | undefined

    function giveUp(): void {
      signal?.removeEventListener('abort', onAbort)
      sending?.abort()
    }
    function onAbort(): void {
      const reason: unknown = signal?.reason
      giveUp()
      reject(reason)
      body?.destroy(reason instanceof Error ? reason : new Error('aborted', { cause: reason }))
    }
    const receiver: Receiver = {
      onPhase(phase) {
        if (phase !== 'body' && phase !== 'done') onPhase?.(phase)
      },
      onStart(status, _message, headers) {
        if (followsNothing && status >= 300 && status < 400) {
          giveUp()
          return reject(new AppError('upstream_redirected'))
        }
        const bytes = new Readable({
          read: () => sending?.resume(),
          destroy(error, done) {
            giveUp()
            done(error)
          },
        })
        body = bytes
        try {
          resolve(toResponse(bytes, status, headers))
        } catch (error) {
          giveUp()
          reject(error instanceof AppError ? error : new AppError('upstream_broke', { cause: error }))
        }
      },
      onData: (chunk) => body?.push(chunk) ?? false,
      onEnd: () => void body?.push(null),
      onFail(error) {
        giveUp()
        if (body === undefined) reject(error)
        else body.destroy(error)
      },
    }
    signal?.addEventListener('abort', onAbort)
    sending = sender(receiver)
  })
}

/** These statuses have no body, which `Response` enforces. */
const WITHOUT_BODY = new Set([204, 205, 304])

/** @throws AppError for an unsupported coding, RangeError for a status that `Response` rejects */
function toResponse(bytes: Readable, status: number, rawHeaders: RawHeaders): Response {
  const headers = new Headers()
  for (let i = 0; i + 1 < rawHeaders.length; i += 2)
    headers.append(rawHeaders[i] ?? '', rawHeaders[i + 1] ?? '')
  const decoder = createDecoder(headerValue(rawHeaders, 'content-encoding'))
  // The decoder's reader gets the error, so the callback ignores it.
  pipeline(bytes, decoder, () => undefined)
  if (!WITHOUT_BODY.has(status))
    return new Response(Readable.toWeb(decoder) as ReadableStream, { status, headers })
  decoder.resume()
  return new Response(null, { status, headers })
}
