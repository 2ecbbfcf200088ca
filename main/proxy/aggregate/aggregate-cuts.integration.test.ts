import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { type Received, createRecorder, createScriptedSender } from '../testing/scripted-sender.ts'
import { aggregate } from './aggregate.ts'
import { canonicalJson } from './testing/canonical-json.ts'

const FOLDER = join(import.meta.dirname, 'fixtures')
const NAMES = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.sse'))
  .map((name) => name.slice(0, -'.sse'.length))

const LINE_ENDS = { LF: '\n', CRLF: '\r\n', CR: '\r' }
const VARIANTS = NAMES.flatMap((name) =>
  Object.entries(LINE_ENDS).map(([title, end]) => ({ name, title, end })),
)

/** A fixture as sent on the wire, and its expected result. */
function load(name: string, lineEnd: string): { bytes: Buffer; expected: string } {
  const text = readFileSync(join(FOLDER, `${name}.sse`), 'utf8').replaceAll(/\r?\n/g, lineEnd)
  const expected = readFileSync(join(FOLDER, `${name}.json`), 'utf8')
  return { bytes: Buffer.from(text), expected: canonicalJson(expected) }
}

function response(pieces: readonly Buffer[], coding = 'identity') {
  const scripted = createScriptedSender()
  const client = createRecorder()
  aggregate(scripted.send, { onOddity: () => undefined, onPartial: () => undefined })(client)
  const upstream = scripted.receiver()
  upstream.onStart(200, 'OK', ['content-type', 'text/event-stream', 'content-encoding', coding])
  for (const piece of pieces) upstream.onData(piece)
  upstream.onEnd()
  return client.whole
}

it('there are fixtures', () => {
  expect(NAMES.length).toBeGreaterThanOrEqual(5)
})

describe.each(VARIANTS)('$name with $title', ({ name, end }) => {
  const { bytes, expected } = load(name, end)

  it('is the same message however it is cut in two', async () => {
    for (let at = 0; at <= bytes.length; at++) {
      const { body, error } = await response([bytes.subarray(0, at), bytes.subarray(at)])
      expect({ at, error, body: canonicalJson(body) }).toEqual({ at, error: undefined, body: expected })
    }
  })

  it('is the same message byte by byte', async () => {
    const { body } = await response([...bytes].map((byte) => Buffer.of(byte)))
    expect(canonicalJson(body)).toBe(expected)
  })

  it('is the message or an honest error wherever it ends', async () => {
    // With CRLF, the CR already ends the line.
    const whole = bytes.length - end.length + 1
    for (let at = 0; at < bytes.length; at++) {
      const outcome = outcomeOf(await response([bytes.subarray(0, at)]))
      expect({ at, outcome }).toEqual({ at, outcome: at < whole ? 'stream_ended_early' : expected })
    }
  })
})

it.each(NAMES)('%s in gzip is the message or an honest error wherever it ends', async (name) => {
  const { bytes, expected } = load(name, '\n')
  const coded = gzipSync(bytes)
  const outcomes = new Set<string>()
  for (let at = 0; at < coded.length; at++) {
    outcomes.add(outcomeOf(await response([coded.subarray(0, at)], 'gzip')))
  }
  // The last bytes are gzip's checksum: the message is complete without them.
  expect(outcomes).toEqual(new Set(['stream_ended_early', expected]))
})

/** The response's message, or the error code if there was none. */
function outcomeOf({ error, status, body }: Received): string {
  if (error === undefined) return canonicalJson(body)
  return status === undefined && body === '' ? error.code : 'an answer and an error'
}
