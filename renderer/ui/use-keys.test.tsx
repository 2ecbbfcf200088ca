import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { type Keys, keyName, useKeys } from './use-keys.ts'

afterEach(cleanup)

test('a key runs what it stands for, and others run nothing', () => {
  const j = vi.fn<() => void>()
  render(<Page keys={{ j }} />)
  fireEvent.keyDown(document.body, { key: 'J' })
  fireEvent.keyDown(document.body, { key: 'k' })
  expect(j).toHaveBeenCalledTimes(1)
})

test('two keys in a row are one wish, and the second alone is another', () => {
  const [pair, alone] = [vi.fn<() => void>(), vi.fn<() => void>()]
  render(
    <>
      <Page keys={{ r: alone }} />
      <Page keys={{ 'g r': pair }} first />
    </>,
  )
  fireEvent.keyDown(document.body, { key: 'g' })
  fireEvent.keyDown(document.body, { key: 'r' })
  expect([pair.mock.calls.length, alone.mock.calls.length]).toEqual([1, 0])
  fireEvent.keyDown(document.body, { key: 'r' })
  expect([pair.mock.calls.length, alone.mock.calls.length]).toEqual([1, 1])
})

test('who types is left alone, but for combinations', () => {
  const [letter, combination] = [vi.fn<() => void>(), vi.fn<() => void>()]
  render(<Page keys={{ d: letter, 'mod+k': combination }} />)
  const field = screen.getByRole('textbox')
  fireEvent.keyDown(field, { key: 'd' })
  fireEvent.keyDown(field, { key: 'k', ctrlKey: true })
  expect([letter.mock.calls.length, combination.mock.calls.length]).toEqual([0, 1])
})

test('a combination is not its letter', () => {
  const d = vi.fn<() => void>()
  render(<Page keys={{ d }} />)
  fireEvent.keyDown(document.body, { key: 'd', ctrlKey: true })
  fireEvent.keyDown(document.body, { key: 'd', altKey: true })
  expect(d).not.toHaveBeenCalled()
})

test('keys are named as they stand on the keyboard', () => {
  expect(['g r', 'mod+k', '?', 'Enter'].map(keyName)).toEqual(['G R', 'Ctrl K', '?', 'Enter'])
})

function Page({ keys, first = false }: { keys: Keys; first?: boolean }) {
  useKeys(keys, { first })
  return first ? null : <input />
}
