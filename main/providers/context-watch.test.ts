import fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import { createContextWatch, type ShortenedContext } from './context-watch.ts'

function start() {
  const onShortened = vi.fn<(context: ShortenedContext) => void>()
  const watch = createContextWatch(onShortened)
  const note = (read: number, sent: number, model = 'qwen3') =>
    watch.note({ provider: 'ollama', model, read, sent })
  return { onShortened, note, list: watch.list }
}

it('tells once per model that a server read less than was sent', () => {
  const { onShortened, note, list } = start()
  note(4096, 40_000)
  note(4096, 44_000)
  note(4096, 44_000, 'other')
  expect(onShortened.mock.calls.map(([{ model, read, sent }]) => [model, read, sent])).toEqual([
    ['qwen3', 4096, 40_000],
    ['other', 4096, 44_000],
  ])
  expect(list()).toHaveLength(2)
})

it('forgets it when the server has read a longer request whole', () => {
  const { note, list } = start()
  note(4096, 40_000)
  note(500, 480)
  expect(list()).toHaveLength(1)
  note(39_000, 40_000)
  expect(list()).toEqual([])
})

it('believes any estimate that is off by less than a third, and every count without a context length in it', () => {
  const { onShortened, note } = start()
  const property = fc.property(
    fc.integer({ min: 1, max: 2 ** 21 }),
    fc.double({ min: 0.7, max: 1.6, noNaN: true }),
    (sent, factor) => {
      note(Math.round(sent * factor), sent)
      const odd = Math.round(sent / 3)
      note(Number.isInteger(Math.log2(odd)) ? odd + 1 : odd, sent)
    },
  )
  fc.assert(property)
  expect(onShortened).not.toHaveBeenCalled()
})
