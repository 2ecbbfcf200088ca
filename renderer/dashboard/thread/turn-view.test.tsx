import { fireEvent, render, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { TurnView } from './turn-view.tsx'

test('a turn of very many blocks shows some at a time', () => {
  const blocks = Array.from({ length: 120 }, (_, at) => ({ kind: 'text', text: `block ${at}` }) as const)
  render(<TurnView turn={{ id: 'a', role: 'user', blocks }} now={0} />)
  expect(screen.getAllByText(/^block/)).toHaveLength(50)
  fireEvent.click(screen.getByRole('button', { name: 'Show more (70)' }))
  expect(screen.getAllByText(/^block/)).toHaveLength(100)
  fireEvent.click(screen.getByRole('button', { name: 'Show more (20)' }))
  expect(screen.getAllByText(/^block/)).toHaveLength(120)
  expect(screen.queryByRole('button')).toBeNull()
})
