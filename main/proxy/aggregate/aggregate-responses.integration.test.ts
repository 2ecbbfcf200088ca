import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createRecorder, createScriptedSender } from '../testing/scripted-sender.ts'
import { aggregate } from './aggregate.ts'
import { arbitraryResponse } from './testing/arbitrary-response.ts'
import { canonicalJson } from './testing/canonical-json.ts'
import { CODERS } from '../testing/coders.ts'

const SSE = ['content-type', 'text/event-stream']

it('a stream becomes the message that the API gives without one, for 1,000 answers in any coding and any pieces', async () => {
  const coding = fc.constantFrom(...Object.keys(CODERS)) as fc.Arbitrary<keyof typeof CODERS>
  const style = fc.record({
    lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
    names: fc.boolean(),
    comments: fc.boolean(),
    space: fc.constantFrom('', ' '),
  })
  let responses = 0
  await fc.assert(
    fc.asyncProperty(
      arbitraryResponse,
      coding,
      style,
      fc.array(fc.nat()),
      async (response, name, spelled, cuts) => {
        const bytes = CODERS[name](Buffer.from(encode(response.events, spelled)))
        const scripted = createScriptedSender()
        const client = createRecorder()
        aggregate(scripted.send, { onOddity: () => undefined, onPartial: () => undefined })(client)
        const upstream = scripted.receiver()
        upstream.onStart(200, 'OK', [...SSE, 'content-encoding', name])
        for (const piece of cut(bytes, cuts)) upstream.onData(piece)
        upstream.onEnd()
        const { status, body, error } = await client.whole
        expect({ status, error }).toEqual({ status: 200, error: undefined })
        expect(canonicalJson(body)).toBe(canonicalJson(response.native))
        responses++
      },
    ),
    { numRuns: 1_000 },
  )
  expect(responses).toBe(1_000)
}, 30_000)

interface Style {
  lineEnd: string
  names: boolean
  comments: boolean
  space: string
}

function encode(events: readonly string[], { lineEnd, names, comments, space }: Style): string {
  return events
    .flatMap((json) => {
      const name = /"type": ?"(\w+)"/.exec(json)?.[1] ?? ''
      return [
        ...(comments ? [': hold on'] : []),
        ...(names ? [`event:${space}${name}`] : []),
        `data:${space}${json}`,
        '',
      ]
    })
    .map((line) => line + lineEnd)
    .join('')
}

function cut(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const edges = [0, ...cuts.map((at) => at % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length]
  return edges.slice(1).map((edge, i) => bytes.subarray(edges[i], edge))
}
