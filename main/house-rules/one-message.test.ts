import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createMessageBuilder } from '../proxy/aggregate/build-message.ts'
import { readResponse } from '../proxy/recorder/read-response.ts'
import { assembleMessage } from '../base/anthropic/assemble-message.ts'
import { readEventData } from '../base/anthropic/read-event-data.ts'
import { arbitraryResponse } from '../proxy/aggregate/testing/arbitrary-response.ts'

/** Usage of `message_start` and of two `message_delta`. */
const USAGES: [Record<string, unknown>, Record<string, unknown>, Record<string, unknown>][] = [
  [{ input_tokens: 3, output_tokens: 1 }, { output_tokens: 5 }, { output_tokens: 9 }],
  [
    { input_tokens: 3, cache_read_input_tokens: 1000, output_tokens: 1 },
    { input_tokens: null, cache_read_input_tokens: null, output_tokens: 9 },
    { input_tokens: null, output_tokens: null },
  ],
  [{ input_tokens: null, output_tokens: 1 }, { input_tokens: 3, output_tokens: 2 }, { output_tokens: 4 }],
  [
    { input_tokens: 3, cache_creation: { ephemeral_5m_input_tokens: 7 } },
    { output_tokens: 9, cache_creation: null },
    {},
  ],
]

it.each(USAGES)(
  'gives one usage to the list, the details and the message without a stream: %j %j %j',
  (start, next, last) => {
    const events = [
      { type: 'message_start', message: { id: 'msg_1', model: 'm', content: [], usage: start } },
      { type: 'message_delta', delta: {}, usage: next },
      { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: last },
      { type: 'message_stop' },
    ]
    const stream = events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('')
    const listed = readResponse([Buffer.from(stream)], {
      contentType: 'text/event-stream',
      status: 200,
    }).usage
    const detailed = assembleMessage(readEventData(stream))?.['usage']
    const builder = createMessageBuilder(() => undefined)
    const [built] = events
      .map((event) => builder.add({ event: event.type, data: JSON.stringify(event), id: undefined }))
      .slice(-1)
    const expected = { ...start, ...known(next), ...known(last) }
    expect({ ...expected, ...listed }).toEqual(expected)
    expect(detailed).toEqual(expected)
    expect(built?.state === 'whole' && JSON.parse(built.json)).toMatchObject({ usage: expected })
  },
)

function known(usage: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(usage).filter(([, count]) => count !== null))
}

it('shows of any stream the message that the same request gets without one', () => {
  fc.assert(
    fc.property(arbitraryResponse, ({ native, events }) => {
      const stream = events.map((data) => `event: x\ndata: ${data}\n\n`).join('')
      expect(assembleMessage(readEventData(stream))).toEqual(JSON.parse(native))
    }),
    { numRuns: 300 },
  )
})
