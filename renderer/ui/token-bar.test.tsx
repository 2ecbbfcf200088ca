import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { TokenBar } from './token-bar.tsx'

afterEach(cleanup)

const legend = () => screen.getAllByRole('listitem').map(({ textContent }) => textContent)

test('tokens that are not known yet are no zeros', () => {
  const { rerender } = render(<TokenBar tokens={undefined} />)
  expect(legend()).toEqual(['Cache –', 'Input –', 'Output –'])
  rerender(<TokenBar tokens={{ input: 0, cache: 0, output: 0 }} />)
  expect(legend()).toEqual(['Cache 0', 'Input 0', 'Output 0'])
})
