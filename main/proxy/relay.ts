import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { AppError } from '../../shared/errors.ts'
import type { AbortKind } from './abort-kind.ts'
import { createBurstWriter } from './burst-writer.ts'
import { headerValue, toClientHeaders } from './headers.ts'
import type { ReadTurns } from './read-turns.ts'
import type { Receiver, Sender, Sending, SendPhase } from './send/send.ts'
import type { ExchangeRecorder } from './recorder/exchange-recorder.ts'

/** Who ended an exchange and in which phase. `done` is a complete response. */
export interface Outcome {
  who: 'client' | 'upstream'
  phase: SendPhase
  /** The upstream's status, once known. */
  status?: number
  error?: AppError
}

/** Smaller chunks of a response are no burden for a turn of the event loop. In bytes. */
const MIN_COUNTED_BYTES = 16 * 1024

export interface RelayOptions {
  /** Shared with the other exchanges. Without it, a response is held only while its client is slow. */
  turns?: Pick<ReadTurns, 'take'>
  onPhase: (phase: SendPhase) => void
  recorder: Pick<ExchangeRecorder, 'reached' | 'answered' | 'wrote'>
  /** Applies the user's rules to the response headers, after hop-by-hop headers were removed. */
  rewriteHeaders?: (headers: string[]) => string[]
}

/**
 * Relays one response to the client, byte for byte, as it arrives, at the pace of the slower side. When either side
 * closes, the other is closed; a response that the upstream did not finish never looks complete.
 *
 * @param sender sends the request, once; not called if the client has already disconnected
 * @returns how it ended, once the client has received everything or disconnected
 * @throws AppError when the upstream failed before its headers, so that nothing was written to the client
 */
export function relayFrom(res: ServerResponse, sender: Sender, options: RelayOptions): Promise<Outcome> {
  // Inflating a body takes a moment, and 'close' is emitted only once.
  if (res.destroyed) return Promise.resolve({ who: 'client', phase: 'connect' })
  return new Promise((resolve, reject) => {
    const rewrite = options.rewriteHeaders ?? keepHeaders
    let phase: SendPhase = 'connect'
    /** Set with the upstream's headers, updated when the exchange ends otherwise. */
    let outcome: Outcome | undefined
    let hasLength = false
    /** Set once the sender has returned; it may fail before. */
    let sending: Sending | undefined
    const writer = createBurstWriter(res, (piece) => options.recorder.wrote(piece))

    const receiver: Receiver = {
      onPhase(next) {
        phase = next
        options.recorder.reached(next)
        options.onPhase(next)
      },
      onStart(status, message, headers) {
        outcome = { who: 'upstream', phase, status }
        options.recorder.answered(status, headers)
        const passed = rewrite(toClientHeaders(headers))
        hasLength = headerValue(passed, 'content-length') !== undefined
        // RFC 9110 §6.6.1: a gateway adds the date if the upstream omitted it.
        res.sendDate = headerValue(headers, 'date') === undefined
        res.writeHead(status, reasonPhrase(message), passed)
        writer.begin()
      },
      onData(chunk) {
        if (!writer.write(chunk)) return false
        if (chunk.length < MIN_COUNTED_BYTES) return true
        const turn = options.turns?.take(chunk.length)
        void turn?.then(() => sending?.resume())
        return turn === undefined
      },
      onEnd() {
        if (outcome !== undefined) outcome.phase = 'done'
        writer.end()
      },
      onFail(error, kind) {
        if (!res.headersSent) {
          stopWatching()
          return reject(error)
        }
        outcome = { ...outcome, who: 'upstream', phase, error }
        writer.flush()
        // Without chunks or a length (HTTP/1.0) a FIN *is* the end of the response; only a reset signals truncation.
        cut(res, writer.isChunked() || hasLength ? kind : 'reset')
      },
    }
    function onClose(): void {
      if (!res.writableFinished && outcome?.error === undefined)
        outcome = { ...outcome, who: 'client', phase }
      sending?.abort()
      resolve(outcome ?? { who: 'client', phase })
    }
    function onDrain(): void {
      writer.drained()
      sending?.resume()
    }
    function stopWatching(): void {
      res.off('close', onClose).off('drain', onDrain)
    }

    res.on('close', onClose).on('drain', onDrain)
    sending = sender(receiver)
  })
}

function keepHeaders(headers: string[]): string[] {
  return headers
}

/** undici decodes the phrase as UTF-8; Node writes latin1 and throws on control characters. */
function reasonPhrase(message: string): string {
  if (/^[\t -~]*$/.test(message)) return message
  return Buffer.from(message)
    .toString('latin1')
    .replaceAll(/[^\t -~\u0080-\u00ff]/g, '')
}

/** Ends the client's connection the way the upstream's ended: with an early FIN or a reset, never as complete. */
function cut(res: ServerResponse, kind: AbortKind): void {
  const { socket } = res
  if (socket === null) return
  if (kind === 'fin') socket.destroySoon()
  else resetWhenFlushed(socket)
}

/** A reset discards queued data; so the data that the upstream did deliver is flushed first. */
function resetWhenFlushed(socket: Socket): void {
  if (socket.writableLength === 0) socket.resetAndDestroy()
  else socket.write('', () => socket.resetAndDestroy())
}
