import { expect, test } from 'vitest'
import { toDiffLines } from './to-diff-lines.ts'

test('what differs stands between what does not', () => {
  expect(toDiffLines('a\nb\nc', 'a\nB\nc')).toEqual([
    { kind: 'same', text: 'a' },
    { kind: 'removed', text: 'b' },
    { kind: 'added', text: 'B' },
    { kind: 'same', text: 'c' },
  ])
})

test('a new text is all added, and an equal one has no lines', () => {
  expect(toDiffLines('', 'a\nb').map(({ kind }) => kind)).toEqual(['added', 'added'])
  expect(toDiffLines('a', 'a')).toEqual([])
})

test('equal lines far from a change are left out', () => {
  const lines = Array.from({ length: 40 }, (_, index) => `line ${index}`)
  const changed = lines.with(20, 'other').join('\n')
  const diff = toDiffLines(lines.join('\n'), changed, 2)
  expect(diff[0]).toEqual({ kind: 'gap', text: 'Line 19' })
  expect(diff).toHaveLength(1 + 2 + 2 + 2)
})

test('texts that have next to nothing in common are still told apart, in time', () => {
  const text = (seed: string) => Array.from({ length: 5_000 }, (_, index) => `${seed} ${index}`).join('\n')
  const diff = toDiffLines(text('a'), text('b'))
  expect(diff.filter(({ kind }) => kind === 'removed')).toHaveLength(5_000)
  expect(diff.filter(({ kind }) => kind === 'added')).toHaveLength(5_000)
})
