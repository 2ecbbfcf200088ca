import { expect, test } from 'vitest'
import { cacheShareOf, nameOf, requestsOf } from './group-names.ts'

const RANGE = { start: '2026-11-24T00:00:00.000Z', end: '2026-12-01T23:59:59.999Z' }

test('a project is named by its last folders, a kind and a day in words', () => {
  expect(nameOf('project', '/home/me/code/app')).toBe('code/app')
  expect(nameOf('project', String.raw`C:\Users\me\app`)).toBe('me/app')
  expect(nameOf('project', '/')).toBe('/')
  expect(nameOf('kind', 'title')).toBe('Session title')
  expect(nameOf('day', '2026-12-01')).toContain('Dec')
  expect(nameOf('session', 'f34fb7cc')).toBe('f34fb7cc')
})

test('a group leads to its requests in the same range', () => {
  const of = (...group: [Parameters<typeof requestsOf>[0], string]) => {
    const [path, query] = requestsOf(...group, RANGE).split('?')
    return [path, Object.fromEntries(new URLSearchParams(query))]
  }
  const range = { from: RANGE.start, to: RANGE.end }
  expect(of('project', '/home/me/app & co')).toEqual([
    '#/activity',
    { ...range, project: '/home/me/app & co' },
  ])
  expect(of('kind', 'title')).toEqual(['#/activity', { ...range, kind: 'title' }])
  expect(of('model', 'claude-x')).toEqual(['#/activity', { ...range, q: 'claude-x' }])
  const [, day] = of('day', '2026-11-30')
  expect(day).toEqual({
    from: new Date(2026, 10, 30).toISOString(),
    to: new Date(2026, 10, 30, 23, 59, 59, 999).toISOString(),
  })
})

test('the share of the cache is that of the whole input', () => {
  const sums = {
    requests: 1,
    input_tokens: 10,
    output_tokens: 5,
    cache_read_input_tokens: 80,
    cache_creation_5m_input_tokens: 4,
    cache_creation_1h_input_tokens: 6,
    web_search_requests: 0,
    cost: 1,
  }
  expect(cacheShareOf(sums)).toBe(0.8)
  const none = {
    cache_read_input_tokens: 0,
    cache_creation_5m_input_tokens: 0,
    cache_creation_1h_input_tokens: 0,
  }
  expect(cacheShareOf({ ...sums, ...none, input_tokens: 0 })).toBeUndefined()
})
