import { STATUS_CODES } from 'node:http'
import { encodeBody } from './encode-body.ts'
import { encodeSse } from './encode-sse.ts'
import { type RecordedRequest, readHeader } from './recorded-request.ts'
import type { Cut, Transport, WireStep } from './reply.ts'

export interface Content {
  status: number
  type: string
  /** One entry per event, or one for the whole body. */
  parts: readonly Buffer[]
}

type Framing = NonNullable<Transport['framing']>

/** The steps that send `content` as an HTTP/1.1 response with the given `transport` options. */
export async function encodeResponse(
  content: Content,
  transport: Transport,
  request: RecordedRequest,
): Promise<WireStep[]> {
  const { coding, lengthError = 0 } = transport
  const parts = coding === undefined ? content.parts : await encodeBody(content.parts, coding)
  const framing = transport.framing ?? chooseFraming(content, request)
  const closes = framing === 'close' || readHeader(request, 'connection')?.toLowerCase() === 'close'
  const head = encodeHead(content.status, {
    'content-type': content.type,
    'request-id': `req_fake_${request.index}`,
    ...(coding === undefined ? {} : { 'content-encoding': coding }),
    ...toFramingHeader(framing, parts, lengthError),
    ...(closes ? { connection: 'close' } : {}),
    ...transport.headers,
  })
  const bodyless = request.method === 'HEAD' || content.status === 204 || content.status === 304
  const interim = transport.interim ?? []
  return [
    ...wait(transport.headersAfterMs),
    ...interim.map((status) => write(Buffer.from(encodeHead(status, {})))),
    write(Buffer.from(head)),
    ...(bodyless ? [] : toBodySteps(splitWrites(parts, transport.writes), framing, transport)),
    ...(closes || lengthError !== 0 ? [{ step: 'fin' } as const] : []),
  ]
}

function chooseFraming({ type }: Content, { httpVersion }: RecordedRequest): Framing {
  if (!type.startsWith('text/event-stream')) return 'length'
  return httpVersion === '1.0' ? 'close' : 'chunked'
}

function toFramingHeader(
  framing: Framing,
  parts: readonly Buffer[],
  lengthError: number,
): Record<string, string> {
  if (framing === 'close') return {}
  if (framing === 'chunked') return { 'transfer-encoding': 'chunked' }
  const size = parts.reduce((sum, part) => sum + part.length, 0)
  return { 'content-length': String(size + lengthError) }
}

function encodeHead(status: number, headers: Record<string, string>): string {
  const fields = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Unknown'}\r\n${fields.join('')}\r\n`
}

function splitWrites(parts: readonly Buffer[], writes: Transport['writes'] = 'event'): Buffer[] {
  if (writes === 'byte') return parts.flatMap((part) => Array.from(part, (byte) => Buffer.of(byte)))
  const whole = writes === 'whole' ? [Buffer.concat(parts)] : parts
  // An empty chunk would end a chunked body.
  return whole.filter((part) => part.length > 0)
}

function toBodySteps(parts: Buffer[], framing: Framing, { cut, gapMs }: Transport): WireStep[] {
  const frame = framing === 'chunked' ? toChunk : (part: Buffer): Buffer => part
  const steps = parts
    .slice(0, cut?.afterWrites)
    .flatMap((part, i) => [...wait(i === 0 ? 0 : gapMs), write(frame(part))])
  const terminator = framing === 'chunked' ? [write(Buffer.from('0\r\n\r\n'))] : []
  return [...steps, ...(cut === undefined ? terminator : toCutSteps(cut, frame, terminator))]
}

function toCutSteps(cut: Cut, frame: (part: Buffer) => Buffer, terminator: WireStep[]): WireStep[] {
  if (cut.how === 'end') return terminator
  if (cut.how !== 'pings') return [{ step: cut.how }]
  const ping = encodeSse({ event: 'ping', data: '{"type":"ping"}' })
  return [{ step: 'repeat', bytes: frame(ping), everyMs: cut.pingEveryMs ?? 1000 }]
}

function toChunk(part: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n')])
}

function write(bytes: Buffer): WireStep {
  return { step: 'write', bytes }
}

function wait(ms = 0): WireStep[] {
  return ms > 0 ? [{ step: 'wait', ms }] : []
}
