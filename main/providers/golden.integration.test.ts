import { join } from 'node:path'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { findIllegal } from '../../e2e/legal-sequence.ts'
import { describeResponse } from './testing/describe-response.ts'
import { type Fixture, listFixtures } from './testing/list-fixtures.ts'
import { type StreamedResponse, translateStream } from './testing/translate-stream.ts'

/** Set `PROVIDER_CUTS=all` to cut at every byte: about 350,000 streams, most of an hour. */
const ALL = process.env['PROVIDER_CUTS'] === 'all'
const STEP = ALL ? 1 : 397
if (ALL) vi.setConfig({ testTimeout: 600_000 })

const fixtures = await listFixtures()

/** Protocol violations in a response, with the place of the cut. */
function problemsOf({ events, error }: StreamedResponse, where: string | number): string[] {
  return error === undefined ? findIllegal(events).map((problem) => `${where}: ${problem}`) : []
}

function isWhole({ events }: StreamedResponse): boolean {
  return events.at(-1)?.type === 'message_stop'
}

function placesIn({ length }: Buffer): number[] {
  return Array.from({ length: Math.ceil(length / STEP) }, (_, index) => index * STEP)
}

it('finds the streams', () => {
  expect(fixtures.length).toBeGreaterThan(50)
})

describe.each(fixtures)('$name', ({ name, types, bytes }: Fixture) => {
  const [type] = types
  let whole: StreamedResponse
  beforeAll(async () => {
    whole = await translateStream({ type, chunks: [bytes] })
  })

  it('is translated as in the reviewed snapshot', async () => {
    const text = JSON.stringify(describeResponse(whole, bytes), undefined, 2)
    const golden = join(import.meta.dirname, 'fixtures', `${name}.golden`)
    await expect(`${text}\n`).toMatchFileSnapshot(golden)
  })

  it('is legal through every provider of its format', async () => {
    const responses = await Promise.all(types.map((each) => translateStream({ type: each, chunks: [bytes] })))
    expect(responses.flatMap((response, index) => problemsOf(response, types[index] ?? ''))).toEqual([])
  })

  it('is the same in single bytes', async () => {
    const bytewise = await translateStream({ type, chunks: Array.from(bytes, (byte) => Uint8Array.of(byte)) })
    expect(describeResponse(bytewise, bytes)).toEqual(describeResponse(whole, bytes))
    expect(bytewise.events.map((event) => event.type)).toEqual(whole.events.map((event) => event.type))
  })

  it('is the same wherever it is cut into two chunks', async () => {
    const expected = describeResponse(whole, bytes)
    for (const at of placesIn(bytes)) {
      const cut = await translateStream({ type, chunks: [bytes.subarray(0, at), bytes.subarray(at)] })
      expect({ at, ...describeResponse(cut, bytes) }).toEqual({ at, ...expected })
    }
  })

  it('is whole or an error wherever it ends, and never half an answer that looks whole', async () => {
    // Usage comes last, so it may be missing.
    const { usage: _usage, ...expected } = { usage: undefined, ...describeResponse(whole, bytes) }
    for (const at of placesIn(bytes)) {
      const ended = await translateStream({ type, chunks: [bytes.subarray(0, at)] })
      expect(problemsOf(ended, at)).toEqual([])
      const { usage: _, ...response } = { usage: undefined, ...describeResponse(ended, bytes) }
      expect({ at, ...(isWhole(ended) ? response : expected) }).toEqual({ at, ...expected })
    }
  })

  it('is an error wherever its connection breaks', async () => {
    for (const at of placesIn(bytes)) {
      const breaksWith = new TypeError('terminated', { cause: new Error('other side closed') })
      const broken = await translateStream({ type, chunks: [bytes.subarray(0, at)], breaksWith })
      expect([...problemsOf(broken, at), ...(isWhole(broken) ? [`${at}: it looks whole`] : [])]).toEqual([])
    }
  })
})
