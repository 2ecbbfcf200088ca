import { act, cleanup, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { navigate, useHashLocation, useHashSearch } from './use-hash-location.ts'
import { useQueryState, withQuery } from './use-query-state.ts'

beforeEach(() => history.replaceState(null, '', '#/'))
afterEach(cleanup)

test('the path and the query are told apart, and a place without a slash is one all the same', () => {
  const { result } = renderHook(() => [useHashLocation()[0], useHashSearch()])
  expect(result.current).toEqual(['/', ''])
  act(() => navigate('/usage/1?q=a?b&tab=raw'))
  expect(result.current).toEqual(['/usage/1', 'q=a?b&tab=raw'])
  act(() => {
    location.hash = 'usage'
    window.dispatchEvent(new HashChangeEvent('hashchange'))
  })
  expect(result.current).toEqual(['/usage', ''])
})

test('a change of the query keeps the rest, takes out what is empty, and adds no step to the way back', () => {
  const { result } = renderHook(() => useQueryState())
  act(() => navigate('/activity?q=a&model=m'))
  const steps = history.length
  act(() => result.current[1]({ q: undefined, outcome: 'failed', model: '' }))
  expect(location.hash).toBe('#/activity?outcome=failed')
  expect(result.current[0]).toEqual({ outcome: 'failed' })
  expect(history.length).toBe(steps)
})

test('going where one is changes nothing', () => {
  navigate('/usage?range=7d')
  const steps = history.length
  navigate('/usage?range=7d')
  expect(history.length).toBe(steps)
})

test('values in an address are read back unchanged', () => {
  const values = { q: 'a b & c#d', session: '0c0ffee0' }
  const { result } = renderHook(() => useQueryState())
  act(() => navigate(withQuery('/activity', values)))
  expect(result.current[0]).toEqual(values)
})
