import { createParser } from 'eventsource-parser'
import { STATUS_CODES } from '../../base/node-http.ts'
import { AppError } from '../../../shared/errors.ts'
import { createBodyLimit } from '../../providers/limit-body.ts'
import { createDecoder } from '../recorder/create-decoder.ts'
import { headerValue, type RawHeaders } from '../headers.ts'
import type { Receiver, Sender, Sending } from '../send/send.ts'
import { createMessageBuilder, MessageTooLargeError, type Oddity, type Progress } from './build-message.ts'

/** Longer streams are not aggregated; same limit as for requests. In decoded bytes. */
const LIMIT = 64 * 1024 * 1024

export interface AggregateOptions {
  onOddity: (what: Oddity) => void
  /** Called with the partial response of a failed stream, for the log. */
  onPartial: (partial: PartialResponse) => void
}

/** The part of an upstream's response that arrived before it failed. */
export interface PartialResponse {
  status: number
  /** The upstream's headers without those that describe the stream's bytes. */
  headers: string[]
  /** The message, as far as it was received. */
  json: string
}

/**
 * Turns the stream requested by `forceStream` into the single message that the client asked for. Anything that is not a
 * stream passes unchanged: an upstream's error, or a message from an upstream that does not stream.
 *
 * If there is no complete message, the receiver fails with AppError `stream_ended_early`, `stream_unreadable` or
 * `response_too_large`, or with the sender's own error if the upstream's connection broke. In that case it has received
 * nothing of the response.
 */
export function aggregate(sender: Sender, options: AggregateOptions): Sender {
  return (client) => {
    /** Set while a stream is being aggregated. */
    let reading: Reading | undefined
    /** The upstream's headers; set with `reading`. */
    let received: RawHeaders = []
    let sending: Sending | undefined
    /** True once the client has had its last call. */
    let over = false

    function finish(): boolean {
      if (over) return false
      over = true
      reading?.stop()
      return true
    }
    function fail(error: AppError): void {
      const json = over ? undefined : reading?.partial()
      if (!finish()) return
      if (json !== undefined) options.onPartial({ status: 200, headers: toJsonHeaders(received, json), json })
      client.onFail(error, 'reset')
      sending?.abort()
    }
    function begin(message: string, headers: RawHeaders): void {
      const listener: Listener = {
        onProgress(progress) {
          if (progress.state === 'open' || !finish()) return
          response(client, progress, { headers, message })
          // The rest of the upstream's response is read and discarded, so that its connection can be reused.
          sending?.resume()
        },
        onFail: fail,
        onDrain: () => sending?.resume(),
        onOddity: options.onOddity,
      }
      received = headers
      try {
        reading = read(headers, listener)
      } catch (error) {
        fail(new AppError('stream_unreadable', { cause: error }))
      }
    }

    const started = sender({
      onPhase: (phase) => client.onPhase(phase),
      onStart(status, message, headers) {
        if (isStream(status, headers)) begin(message, headers)
        else client.onStart(status, message, headers)
      },
      onData(chunk) {
        if (over) return true
        if (reading === undefined) return client.onData(chunk)
        // If this chunk ended the stream, `onDrain` is never called, so do not pause.
        return reading.write(chunk) || over
      },
      onEnd() {
        if (over) return
        if (reading === undefined) client.onEnd()
        else reading.end()
      },
      onFail(error, kind) {
        if (reading === undefined && !over) client.onFail(error, kind)
        else fail(error)
      },
    })
    sending = started
    return {
      resume: started.resume,
      abort() {
        finish()
        started.abort()
      },
    }
  }
}

interface Reading {
  /** Returns false to pause the upstream until `onDrain`. */
  write: (chunk: Buffer) => boolean
  end: () => void
  stop: () => void
  partial: () => string | undefined
}

interface Listener {
  onProgress: (progress: Progress) => void
  onFail: (error: AppError) => void
  onDrain: () => void
  onOddity: (what: Oddity) => void
}

/** Decodes, parses and assembles one stream. */
function read(headers: RawHeaders, listener: Listener): Reading {
  const builder = createMessageBuilder(listener.onOddity)
  const parser = createParser({ onEvent: (event) => listener.onProgress(builder.add(event)) })
  const text = new TextDecoder()
  const decoder = createDecoder(headerValue(headers, 'content-encoding'))
  const limit = createBodyLimit('stream')
  let length = 0

  decoder.on('data', (bytes: Buffer) => {
    length += bytes.length
    if (length > LIMIT || limit.admit(bytes) < bytes.length)
      return listener.onFail(new AppError('response_too_large'))
    try {
      parser.feed(text.decode(bytes, { stream: true }))
    } catch (error) {
      const code = error instanceof MessageTooLargeError ? 'response_too_large' : 'stream_unreadable'
      listener.onFail(new AppError(code, { cause: error }))
    }
  })
  decoder.on('drain', listener.onDrain)
  decoder.on('end', () => listener.onFail(new AppError('stream_ended_early')))
  decoder.on('error', (error) => {
    const code = isCutShort(error) ? 'stream_ended_early' : 'stream_unreadable'
    listener.onFail(new AppError(code, { cause: error }))
  })
  return {
    write: (chunk) => decoder.write(chunk),
    end: () => void decoder.end(),
    stop: () => void decoder.destroy(),
    partial: builder.partial,
  }
}

/** zlib's error code for truncated compressed data. */
function isCutShort(error: Error): boolean {
  return 'code' in error && error.code === 'Z_BUF_ERROR'
}

function isStream(status: number, headers: RawHeaders): boolean {
  const type = headerValue(headers, 'content-type')?.toLowerCase()
  return status === 200 && type?.startsWith('text/event-stream') === true
}

/** Sends the response that the same request gets without streaming. */
function response(
  client: Receiver,
  progress: Exclude<Progress, { state: 'open' }>,
  { headers, message }: { headers: RawHeaders; message: string },
): void {
  const status = progress.state === 'whole' ? 200 : progress.status
  const reason = status === 200 ? message : (STATUS_CODES[status] ?? '')
  client.onStart(status, reason, toJsonHeaders(headers, progress.json))
  client.onData(Buffer.from(progress.json))
  client.onEnd()
}

function toJsonHeaders(headers: RawHeaders, json: string): string[] {
  const length = String(Buffer.byteLength(json))
  return [...withoutFraming(headers), 'content-type', 'application/json', 'content-length', length]
}

/** Headers that describe the stream's bytes. */
const FRAMING = new Set(['content-type', 'content-length', 'content-encoding', 'transfer-encoding'])

function withoutFraming(headers: RawHeaders): string[] {
  return headers.filter((_, i) => !FRAMING.has((headers[i - (i % 2)] ?? '').toLowerCase()))
}
