import { expect, it } from 'vitest'
import { translateStream } from './testing/translate-stream.ts'

/** A tool input of this many characters, in pieces of four. */
function callOf(length: number): Buffer {
  const input = JSON.stringify({ content: 'word '.repeat(length / 5) })
  const start = { id: 'call_1', type: 'function', function: { name: 'Bash', arguments: '' } }
  const deltas: object[] = [{ tool_calls: [{ index: 0, ...start }] }]
  for (let at = 0; at < input.length; at += 4) {
    deltas.push({ tool_calls: [{ index: 0, function: { arguments: input.slice(at, at + 4) } }] })
  }
  const choices = [...deltas.map((delta) => ({ delta })), { delta: {}, finish_reason: 'tool_calls' }]
  const chunks = choices.map((choice) => {
    const whole = {
      id: 'x',
      object: 'chat.completion.chunk',
      created: 1,
      model: 'm',
      choices: [{ index: 0, ...choice }],
    }
    return `data: ${JSON.stringify(whole)}\n\n`
  })
  return Buffer.from(`${chunks.join('')}data: [DONE]\n\n`)
}

/** CPU time in ms; the better of two runs. */
async function costOf(bytes: Buffer, length: number): Promise<number> {
  const costs: number[] = []
  for (let run = 0; run < 2; run++) {
    const before = process.cpuUsage()
    const { events } = await translateStream({ type: 'openrouter', chunks: [bytes] })
    const { user, system } = process.cpuUsage(before)
    costs.push((user + system) / 1000)
    expect(inputOf(events)).toEqual({ content: 'word '.repeat(length / 5) })
    expect(events.at(-1)?.type).toBe('message_stop')
  }
  return Math.min(...costs)
}

function inputOf(events: Awaited<ReturnType<typeof translateStream>>['events']): unknown {
  const pieces = events.flatMap((event) =>
    event.type === 'content_block_delta' && event.delta.type === 'input_json_delta'
      ? [event.delta.partial_json]
      : [],
  )
  return JSON.parse(pieces.join(''))
}

const LENGTH = 256_000

it('costs OpenRouter’s long inputs less than a second', async () => {
  const bytes = callOf(LENGTH)
  const cost = await costOf(bytes, LENGTH)
  expect(cost).toBeLessThan(1_000)
})
