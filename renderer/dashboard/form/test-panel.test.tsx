import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { useState } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import { TestPanel } from './test-panel.tsx'
import type { TestInput } from './use-test-input.ts'

afterEach(cleanup)

interface Options {
  error?: Error
  mutate?: () => void
}

function Panel({ error, mutate }: Options) {
  const [source, setSource] = useState<TestInput['source']>('logged')
  const [id, setId] = useState('')
  const [text, setText] = useState('')
  return (
    <TestPanel
      title="Dry run"
      verb="Test rules"
      input={{ source, setSource, id, setId, text, setText }}
      pasted="Pasted headers"
      isGood={text.startsWith('x-')}
      test={{ isPending: false, error: error ?? null, mutate: () => mutate?.() }}
      field={<textarea aria-label="Headers" onChange={(event) => setText(event.target.value)} />}
    >
      <p>the result</p>
    </TestPanel>
  )
}

test('a test needs the id of a request, or pasted text that can be tested', () => {
  const mutate = vi.fn<() => void>()
  render(<Panel mutate={mutate} />)
  const button = screen.getByRole('button', { name: 'Test rules' })
  expect(button).toHaveProperty('disabled', true)
  fireEvent.change(screen.getByRole('textbox', { name: 'Request' }), { target: { value: 'c0ffee' } })
  expect(button).toHaveProperty('disabled', false)

  fireEvent.click(screen.getByRole('radio', { name: 'Pasted headers' }))
  expect(screen.queryByRole('textbox', { name: 'Request' })).toBeNull()
  expect(button).toHaveProperty('disabled', true)
  fireEvent.change(screen.getByRole('textbox', { name: 'Headers' }), { target: { value: 'x-a: 1' } })
  expect(button).toHaveProperty('disabled', false)
  fireEvent.submit(screen.getByRole('form', { name: 'Dry run' }))
  expect(mutate).toHaveBeenCalledOnce()
})

test('a test that failed shows its reason in place of the last result', () => {
  const { rerender } = render(<Panel />)
  expect(screen.getByText('the result')).toBeDefined()
  rerender(<Panel error={new Error('Signalbox isn’t responding.')} />)
  expect(screen.queryByText('the result')).toBeNull()
  expect(screen.getByText('Signalbox isn’t responding.')).toBeDefined()
})
