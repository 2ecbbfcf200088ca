import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { AppError } from '../../shared/errors.ts'
import type { AbortKind } from './abort-kind.ts'
import { createBurstWriter } from './burst-writer.ts'
import { headerValue, toClientHeaders } from './headers.ts'
import type { Receiver, Sender, Sending, SendPhase } from './send/send.ts'
import type { ExchangeRecorder } from './recorder/exchange-recorder.ts'

/** Who ended an exchange, and where it stood then. `done` is a whole answer. */
export interface Outcome {
  who: 'client' | 'upstream'
  phase: SendPhase
  /** The upstream's status, once it was known. */
  status?: number
  error?: AppError
}

export interface RelayOptions {
  onPhase: (phase: SendPhase) => void
  recorder: Pick<ExchangeRecorder, 'reached' | 'answered' | 'wrote'>
  /** The user's rules for the answer's headers; they come after everything that belongs to a connection is gone. */
  rewriteHeaders?: (headers: string[]) => string[]
}

/**
 * Carries one answer to the client, byte for byte, as it comes, at the pace of the slower side. When either side
 * goes, the other is closed; an answer that the upstream did not finish never looks finished.
 *
 * @param sender sends the request, once; not called for a client that is gone already
 * @returns how it ended, once the client has everything or is gone
 * @throws AppError when the upstream failed before its headers, so that nothing was written to the client
 */
export function relayFrom(res: ServerResponse, sender: Sender, options: RelayOptions): Promise<Outcome> {
  // Inflating a body takes a moment, and 'close' comes only once.
  if (res.destroyed) return Promise.resolve({ who: 'client', phase: 'connect' })
  return new Promise((resolve, reject) => {
    const rewrite = options.rewriteHeaders ?? keepHeaders
    let phase: SendPhase = 'connect'
    /** Set with the upstream's headers, changed by whatever ends the exchange. */
    let outcome: Outcome | undefined
    let hasLength = false
    let wroteBody = false
    /** Set once the sender has returned; it may fail before. */
    let sending: Sending | undefined
    const body = createBurstWriter(res, options.recorder.wrote)

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
        // RFC 9110 §6.6.1: a gateway adds the date that an upstream has left out.
        res.sendDate = headerValue(headers, 'date') === undefined
        res.writeHead(status, reasonPhrase(message), passed)
        // The client must see headers at once; when body bytes came with them, one packet for both is cheaper.
        process.nextTick(() => {
          if (!wroteBody && !res.writableEnded && !res.destroyed) res.flushHeaders()
        })
      },
      onData(chunk) {
        wroteBody = true
        return body.write(chunk)
      },
      onEnd() {
        if (outcome !== undefined) outcome.phase = 'done'
        body.end()
      },
      onFail(error, kind) {
        if (!res.headersSent) {
          stopWatching()
          return reject(error)
        }
        outcome = { ...outcome, who: 'upstream', phase, error }
        body.flush()
        // Without chunks or a length (HTTP/1.0) a FIN *is* the end of the answer; only a reset tells the truth.
        cut(res, res.chunkedEncoding || hasLength ? kind : 'reset')
      },
    }
    function onClose(): void {
      stopWatching()
      if (!res.writableFinished && outcome?.error === undefined)
        outcome = { ...outcome, who: 'client', phase }
      sending?.abort()
      resolve(outcome ?? { who: 'client', phase })
    }
    function onDrain(): void {
      body.drained()
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

/** undici decodes the phrase as UTF-8, Node writes latin1 and throws at control characters. */
function reasonPhrase(message: string): string {
  return Buffer.from(message)
    .toString('latin1')
    .replaceAll(/[^\t -~\u0080-\u00ff]/g, '')
}

/** Ends the client's connection so that it sees what we saw: an early FIN or a reset, never a complete answer. */
function cut(res: ServerResponse, kind: AbortKind): void {
  const { socket } = res
  if (socket === null) return
  if (kind === 'fin') socket.destroySoon()
  else resetWhenFlushed(socket)
}

/** A reset discards what is still queued; what the upstream did deliver is delivered first. */
function resetWhenFlushed(socket: Socket): void {
  if (socket.writableLength === 0) socket.resetAndDestroy()
  else socket.write('', () => socket.resetAndDestroy())
}
