import { ProviderError, tooLarge } from './errors.ts'
import { type BodyLimit, createBodyLimit } from './limit-body.ts'
import { readInTurns } from './read-in-turns.ts'

/*
 * Threat model. These requests carry a provider's key and a user's conversation. The libraries would send both along on
 * a redirect, and some would fetch URLs that occur in a conversation. So only requests to the provider's own origin are
 * allowed, and a redirect is a failure. The libraries also buffer responses of any size, so sizes are limited: a larger
 * response fails, and a larger error body is truncated.
 */

export interface GuardOptions {
  baseUrl: string
  /** Timeout for the response headers, in ms; 0 disables it. */
  headerTimeoutMs: number
  /** Timeout for the next chunk of the response body, in ms; 0 disables it. */
  idleTimeoutMs: number
  /** True if a stream was requested. */
  isStream: boolean
}

export interface GuardedFetch {
  fetch: typeof globalThis.fetch
  /** True once the provider has responded with a 2xx. */
  isAccepted: () => boolean
  /** True if the response ended with OpenAI's `[DONE]`, which the libraries do not report. */
  hasSeenDone: () => boolean
  /** The error that interrupted the body of a 2xx. The libraries see a normal end instead. */
  failure: () => unknown
}

/** Restricts the fetch that one translated request uses. */
export function guardFetch(fetch: typeof globalThis.fetch, options: GuardOptions): GuardedFetch {
  const { origin } = new URL(options.baseUrl)
  let accepted = false
  let done = false
  let failure: unknown

  return {
    isAccepted: () => accepted,
    hasSeenDone: () => done,
    failure: () => failure,
    async fetch(input, init = {}) {
      const url = new URL(input instanceof Request ? input.url : input)
      if (url.origin !== origin) throw strayRequest()
      const late = new AbortController()
      const signals = [late.signal, ...(init.signal ? [init.signal] : [])]
      const timer = startTimer(late, options.headerTimeoutMs)
      const response = await fetch(url, {
        ...init,
        redirect: 'manual',
        signal: AbortSignal.any(signals),
      }).finally(() => clearTimeout(timer))

      if (response.status >= 300 && response.status < 400) {
        await response.body?.cancel()
        throw redirected()
      }
      accepted = response.ok
      const body = watchBody(response.body, {
        late,
        idleTimeoutMs: options.idleTimeoutMs,
        limit: createBodyLimit(!response.ok ? 'error' : options.isStream ? 'stream' : 'json'),
        onDone: () => (done = true),
        onFailure: (error) => {
          if (response.ok) failure = error
        },
      })
      const { status, statusText, headers } = response
      return new Response(body, { status, statusText, headers })
    },
  }
}

/** The line that ends a stream in OpenAI's format; JSON text cannot contain such a line. */
const DONE = /(?:^|[\r\n])data: ?\[DONE\][ \t]*[\r\n]/
/** Longer than that line, so that it is found across chunks. In bytes. */
const TAIL = 48

/**
 * Passes a body through until it ends or sends `[DONE]`, after which some servers leave the connection open. An error
 * becomes a normal end, because a library that reads a broken body can leave a rejected promise behind, with the whole
 * conversation in its error.
 */
function watchBody(
  body: ReadableStream<Uint8Array> | null,
  options: {
    late: AbortController
    idleTimeoutMs: number
    limit: BodyLimit
    onDone: () => void
    onFailure: (error: unknown) => void
  },
): ReadableStream<Uint8Array> | null {
  if (body === null) return null
  const reader = readInTurns(body)
  /** The last bytes received. */
  let tail: Buffer = Buffer.alloc(0)
  return new ReadableStream(
    {
      async pull(controller) {
        const timer = startTimer(options.late, options.idleTimeoutMs)
        const value = await reader
          .read()
          .catch((error: unknown) => {
            options.onFailure(error)
            return undefined
          })
          .finally(() => clearTimeout(timer))
        const done = value === undefined
        if (value !== undefined) {
          const admitted = options.limit.admit(value)
          if (admitted > 0) controller.enqueue(value.subarray(0, admitted))
          if (admitted < value.length) {
            options.onFailure(tooLarge())
            controller.close()
            return reader.cancel()
          }
          tail = Buffer.concat([tail, value.subarray(-TAIL)]).subarray(-TAIL)
        }
        const isMarked = DONE.test(tail.toString('latin1') + (done ? '\n' : ''))
        if (isMarked) options.onDone()
        if (isMarked || done) controller.close()
      },
      cancel: reader.cancel,
    },
    // No read-ahead, so that backpressure reaches the connection.
    { highWaterMark: 0 },
  )
}

function startTimer(late: AbortController, ms: number): NodeJS.Timeout | undefined {
  if (ms === 0) return undefined
  return setTimeout(
    () => late.abort(new DOMException('The provider sent nothing for too long.', 'TimeoutError')),
    ms,
  )
}

function redirected(): ProviderError {
  return new ProviderError(
    'api_error',
    'The provider responded with a redirect, which Signalbox doesn’t follow. Check its apiBaseUrl.',
    { status: 502, retry: false, failure: 'provider_redirected' },
  )
}

function strayRequest(): ProviderError {
  return new ProviderError(
    'api_error',
    'Signalbox only sends requests to the provider’s configured address.',
    {
      status: 502,
      retry: false,
      nothingSent: true,
      failure: 'provider_redirected',
    },
  )
}
