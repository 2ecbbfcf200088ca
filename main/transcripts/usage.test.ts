import { expect, it } from 'vitest'
import { addUsage, readUsage, sumUsage, type UsageByMessage } from './usage.ts'

const usage = (output: number): object => ({
  input_tokens: 10,
  output_tokens: output,
  cache_creation_input_tokens: 100,
  cache_read_input_tokens: 1000,
})

function usageOf(...lines: [id: string, output: number][]): UsageByMessage {
  const all: UsageByMessage = new Map()
  for (const [id, output] of lines) addUsage(all, id, readUsage(usage(output)) ?? [0, 0, 0, 0])
  return all
}

it('counts a message once, with its last figure', () => {
  expect(sumUsage([usageOf(['a', 1], ['a', 1], ['b', 5], ['a', 8])])).toStrictEqual({
    input_tokens: 20,
    output_tokens: 13,
    cache_creation_input_tokens: 200,
    cache_read_input_tokens: 2000,
  })
})

it('counts a message in several files once', () => {
  const first = usageOf(['a', 1], ['b', 5])
  expect(sumUsage([first, usageOf(['b', 4], ['c', 7])])).toMatchObject({
    input_tokens: 30,
    output_tokens: 13,
  })
  expect([...first.keys()]).toStrictEqual(['a', 'b'])
})

it('says nothing where no file does', () => {
  expect(sumUsage([])).toBeUndefined()
  expect(sumUsage([new Map(), new Map()])).toBeUndefined()
})

it.each([
  [undefined, undefined],
  ['text', undefined],
  [{}, [0, 0, 0, 0]],
  [{ input_tokens: -1, output_tokens: Number.POSITIVE_INFINITY, cache_read_input_tokens: 1.5 }, [0, 0, 0, 0]],
  [{ input_tokens: 7, output_tokens: '8' }, [7, 0, 0, 0]],
])('reads %j as %j', (from, counts) => {
  expect(readUsage(from)).toStrictEqual(counts)
})
