import { AppError } from '../../../shared/errors.ts'
import {
  callProvider,
  type ProviderResponse,
  type ProviderCall,
  type ProviderDeps,
} from '../../providers/call-provider.ts'
import { encodeEvent } from '../../providers/encode-event.ts'
import { ProviderError, toErrorBody } from '../../providers/errors.ts'
import type { ProviderFetch } from './provider-fetch.ts'
import type { Receiver, Sender } from './send.ts'

export interface SendToProviderOptions extends ProviderDeps {
  fetch: ProviderFetch
  requestId: string
}

/** Prevents caches and buffering proxies between us and a client from delaying events. */
const STREAM_HEADERS = [
  'content-type',
  'text/event-stream; charset=utf-8',
  'cache-control',
  'no-cache',
  'x-accel-buffering',
  'no',
]

/**
 * Wraps a request to a provider of another format as a sender, so that retries, fallbacks and rules apply as for
 * Anthropic. A failure before the response becomes a response, with the status and error body that Anthropic would use.
 *
 * @param describeCall called when the request is sent; may throw AppError and ProviderError
 * @param options.requestId our request ID, for the error body
 * @param options.onError called before the client is told, with more detail: the cause, and errors inside the stream
 */
export function sendToProvider(
  describeCall: () => Omit<ProviderCall, 'signal'>,
  options: SendToProviderOptions,
): Sender {
  const { requestId, fetch, ...deps } = options
  return (client) => {
    const left = new AbortController()
    /** Resolves with the next `resume`; set only while the client is paused. */
    let resumed: PromiseWithResolvers<undefined> | undefined

    async function write(chunk: Buffer): Promise<void> {
      if (client.onData(chunk)) return
      resumed = Promise.withResolvers()
      await resumed.promise
    }
    async function run(): Promise<void> {
      client.onPhase('connect')
      const onPhase = client.onPhase.bind(client)
      const response = await callProvider(
        { ...describeCall(), signal: left.signal },
        { ...deps, fetch: (input, init) => fetch(input, { ...init, onPhase }) },
      )
      if (left.signal.aborted) return
      client.onPhase('body')
      await deliver(response, { client, write, hasLeft: () => left.signal.aborted })
    }
    run().catch((error: unknown) => {
      if (left.signal.aborted) return
      if (error instanceof ProviderError) deps.onError?.(error)
      refuse(client, error, requestId)
    })
    return {
      resume: () => resumed?.resolve(undefined),
      abort() {
        left.abort()
        resumed?.resolve(undefined)
      },
    }
  }
}

async function deliver(
  response: ProviderResponse,
  {
    client,
    write,
    hasLeft,
  }: { client: Receiver; write: (chunk: Buffer) => Promise<void>; hasLeft: () => boolean },
): Promise<void> {
  if (response.kind === 'message')
    return reply(client, { status: 200, json: JSON.stringify(response.message), headers: [] })
  client.onStart(200, 'OK', STREAM_HEADERS)
  try {
    for await (const event of response.events) {
      if (hasLeft()) return
      await write(Buffer.from(encodeEvent(event)))
    }
  } catch (error) {
    // A provider's mid-stream failure arrives as an event, so this is our own error, and the response is incomplete.
    return client.onFail(new AppError('internal', { cause: error }), 'reset')
  }
  if (hasLeft()) return
  client.onPhase('done')
  client.onEnd()
}

function refuse(client: Receiver, error: unknown, requestId: string): void {
  if (error instanceof AppError) return client.onFail(error, 'reset')
  if (!(error instanceof ProviderError))
    return client.onFail(new AppError('internal', { cause: error }), 'reset')
  client.onPhase('body')
  const headers = Object.entries({ ...error.headers, 'x-proxy-error': 'provider_failed' }).flat()
  reply(client, { status: error.status, json: toErrorBody(error, requestId), headers })
}

function reply(
  client: Receiver,
  { status, json, headers }: { status: number; json: string; headers: string[] },
): void {
  const body = Buffer.from(json)
  client.onStart(status, '', [
    'content-type',
    'application/json',
    'content-length',
    String(body.length),
    ...headers,
  ])
  client.onData(body)
  client.onPhase('done')
  client.onEnd()
}
