import type { LanguageModelV4StreamPart } from '@ai-sdk/provider'
import type { MessageEvent } from '../messages-api.ts'
import type { ResponseContext } from './response-state.ts'
import type { EventWriter } from './to-events.ts'

export interface StreamOptions {
  /** Opens the provider's stream. */
  open: () => PromiseLike<ReadableStream<LanguageModelV4StreamPart>>
  writer: EventWriter
  /** True once the provider has accepted the request, so that the message may begin. */
  isAccepted: () => boolean
  /** Silence towards the client after which a `ping` is sent, in ms. */
  pingMs: number
  /** Silence after which an unfinished tool call is streamed as it arrives, in ms. */
  releaseMs: number
  toError: ResponseContext['toError']
  /** Closes the provider's stream, whether or not it has ended. */
  close: () => void
}

/**
 * The events of one response as they arrive, with a `ping` in every long silence. The message begins with its first
 * content, so that an early failure can still become an error response; after `pingMs` without content it begins once
 * the provider has accepted the request.
 *
 * @throws ProviderError before the first event only; a later failure becomes an `error` event
 */
export async function* streamEvents(options: StreamOptions): AsyncGenerator<MessageEvent, void, void> {
  const { writer, toError, close } = options
  try {
    yield* relay(options)
  } catch (error) {
    const failure = toError(error)
    if (!writer.hasStarted()) throw failure
    yield* writer.fail(failure)
  } finally {
    close()
  }
}

async function* relay(options: StreamOptions): AsyncGenerator<MessageEvent, void, void> {
  const { writer, pingMs } = options
  const parts = readParts(options.open)
  let next = nextOf(parts)
  let pingAt = performance.now() + pingMs
  /** Time of the last event to the client other than a ping. */
  let heardAt = performance.now()
  while (!writer.isOver()) {
    const result = await orSilence(next, pingAt - performance.now())
    if (result === 'silence') {
      yield* breakSilence(options, performance.now() - heardAt)
      pingAt = performance.now() + pingMs
      continue
    }
    const events = result.done === true ? writer.end() : writer.push(result.value)
    if (events.length > 0) {
      yield* events
      heardAt = performance.now()
      pingAt = heardAt + pingMs
    }
    next = nextOf(parts)
  }
}

function breakSilence({ writer, isAccepted, releaseMs }: StreamOptions, silentMs: number): MessageEvent[] {
  if (!writer.hasStarted()) return isAccepted() ? writer.start() : []
  return [{ type: 'ping' }, ...(silentMs >= releaseMs ? writer.release() : [])]
}

async function* readParts(
  open: StreamOptions['open'],
): AsyncGenerator<LanguageModelV4StreamPart, void, void> {
  const reader = (await open()).getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    yield value
  }
}

/** After the client has left, the rejection of a pending part is ignored. */
function nextOf<T>(parts: AsyncGenerator<T, void, void>): Promise<IteratorResult<T, void>> {
  const next = parts.next()
  next.catch(() => undefined)
  return next
}

/** Not `timers/promises` with a signal: an AbortError for each part cost more than its translation. */
async function orSilence<T>(next: Promise<T>, ms: number): Promise<T | 'silence'> {
  if (ms <= 0) return 'silence'
  const { promise: silence, resolve } = Promise.withResolvers<'silence'>()
  const timer = setTimeout(resolve, ms, 'silence')
  try {
    return await Promise.race([next, silence])
  } finally {
    clearTimeout(timer)
  }
}
