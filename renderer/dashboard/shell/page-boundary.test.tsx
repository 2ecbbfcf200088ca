import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { PageBoundary } from './page-boundary.tsx'

afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

test('a page that breaks says so in its place, and can be tried again', () => {
  silence()
  let broken = true
  const Page = () => {
    if (broken) throw new Error('no such field')
    return <p>whole</p>
  }
  render(
    <PageBoundary>
      <Page />
    </PageBoundary>,
  )
  expect(screen.getByRole('alert').textContent).toContain('This is a bug in Signalbox.no such field')
  broken = false
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
  expect(screen.getByText('whole')).toBeTruthy()
})

test('a page whose code did not come is no fault of the page', () => {
  silence()
  const Page = () => {
    throw new Error('Failed to fetch dynamically imported module: http://127.0.0.1/x.js')
  }
  render(
    <PageBoundary>
      <Page />
    </PageBoundary>,
  )
  expect(screen.getByRole('alert').textContent).toContain('Signalbox isn’t responding.')
})

/** React and the boundary both report the error, which is expected here. */
function silence(): void {
  vi.spyOn(console, 'error').mockReturnValue(undefined)
  vi.stubGlobal('reportError', () => undefined)
}
