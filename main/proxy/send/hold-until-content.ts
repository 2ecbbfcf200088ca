import type { Transform } from 'node:stream'
import { AppError } from '../../../shared/errors.ts'
import { headerValue, type RawHeaders } from '../headers.ts'
import { createDecoder } from '../recorder/create-decoder.ts'
import { isEventStream } from '../recorder/read-response.ts'
import { type Head, type HeadReader, readMessageHead, readStreamHead } from './read-response-head.ts'
import type { Receiver, Sender } from './send.ts'
import type { Failure } from './send-in-turn.ts'

/** A real stream has its first content within 2 kB. Longer beginnings are passed on unread. In bytes. */
const MAX_HELD_BYTES = 64 * 1024

/** Claude Code ends a stream from which nothing arrives for 300 s; pings count, but are held as well. In ms. */
const MAX_HELD_MS = 120_000

export interface HoldOptions {
  /** True if another upstream is asked after this failure. */
  shouldMoveOn: (failure: Failure) => boolean
  /** Called with the status of an error inside a response that is dropped for it. */
  onRefused: (status: number) => void
}

/**
 * Keeps a 200 response back until its first content: an error before it, or an early end, then counts as a failure
 * without a response, so that another upstream can be asked. Everything else passes as it came, in the same order.
 */
export function holdUntilContent(sender: Sender, options: HoldOptions): Sender {
  return (client) => {
    let hold: Hold | undefined
    const sending = sender({
      onPhase(phase) {
        if (phase !== 'done' || hold === undefined) client.onPhase(phase)
      },
      onStart(status, message, headers) {
        hold =
          status === 200 ? createHold(client, { start: [status, message, headers], ...options }) : undefined
        if (hold === undefined) client.onStart(status, message, headers)
      },
      onData: (chunk) => (hold === undefined ? client.onData(chunk) : hold.add(chunk)),
      onEnd() {
        if (hold === undefined) client.onEnd()
        else hold.end()
      },
      onFail(error, kind) {
        hold?.stop()
        client.onFail(error, kind)
      },
    })
    return {
      resume: sending.resume,
      abort() {
        hold?.stop()
        sending.abort()
      },
    }
  }
}

interface Hold {
  /** Returns false to pause the upstream. */
  add: (chunk: Buffer) => boolean
  end: () => void
  /** Nothing that is still held is passed on. */
  stop: () => void
}

type Options = HoldOptions & { start: Parameters<Receiver['onStart']> }

/** @returns undefined for a response that is never held: one that can't be read */
function createHold(client: Receiver, { start, shouldMoveOn, onRefused }: Options): Hold | undefined {
  const [, , headers] = start
  const reader = readerOf(headers)
  const decoder = reader === undefined ? undefined : decoderOf(headers)
  if (reader === undefined || decoder === undefined) return undefined
  /** Set to undefined once the response is passed on or dropped. */
  let held: Buffer[] | undefined = []
  let bytes = 0
  let hasEnded = false
  /** True once the client has had its last call, or must not have one. */
  let over = false
  /** False while the client is slow, as it said of the last chunk. */
  let isTaken = true

  function stop(): void {
    clearTimeout(timer)
    decoder?.destroy()
    held = undefined
    over = true
  }
  function release(): void {
    const chunks = held ?? []
    stop()
    over = hasEnded
    client.onStart(...start)
    for (const chunk of chunks) isTaken = client.onData(chunk)
    if (hasEnded) finish()
  }
  function finish(): void {
    client.onPhase('done')
    client.onEnd()
  }
  function settle(head: Head): void {
    if (held === undefined || head === 'open') return
    if (head === 'content') return release()
    if (!shouldMoveOn({ kind: 'refused', status: head.status, headers })) return release()
    onRefused(head.status)
    stop()
    client.onStart(head.status, '', headers)
  }
  function settleEnd(): void {
    if (held === undefined) return
    const error = new AppError('stream_ended_early')
    settle(reader?.end() ?? 'content')
    if (held === undefined) return
    if (!shouldMoveOn({ kind: 'failed', error })) return release()
    stop()
    client.onFail(error, 'fin')
  }

  const timer = setTimeout(release, MAX_HELD_MS)
  decoder.on('data', (piece: Buffer) => settle(reader.add(piece)))
  decoder.on('end', settleEnd)
  // What can't be decoded is left to the client.
  decoder.on('error', () => {
    if (held !== undefined) release()
  })
  return {
    add(chunk) {
      if (over) return true
      if (held === undefined) return client.onData(chunk)
      bytes += chunk.length
      held.push(chunk)
      if (bytes > MAX_HELD_BYTES) release()
      else decoder.write(chunk)
      return isTaken
    },
    end() {
      hasEnded = true
      if (held !== undefined) decoder.end()
      else if (!over) finish()
    },
    stop,
  }
}

function readerOf(headers: RawHeaders): HeadReader | undefined {
  const type = headerValue(headers, 'content-type')?.toLowerCase()
  if (isEventStream(type)) return readStreamHead()
  return type?.startsWith('application/json') === true ? readMessageHead() : undefined
}

function decoderOf(headers: RawHeaders): Transform | undefined {
  try {
    return createDecoder(headerValue(headers, 'content-encoding'))
  } catch {
    return undefined
  }
}
