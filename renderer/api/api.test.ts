import { Type } from 'typebox'
import { expect, test } from 'vitest'
import { ApiError, createApi, toQuery } from './api.ts'

const Answer = Type.Object({ n: Type.Number() })

test('an answer of the right form is passed on', async () => {
  await expect(apiOf(Response.json({ n: 1 })).get('/api/x', Answer)).resolves.toEqual({ n: 1 })
})

test.each([
  [
    'the server’s own words',
    Response.json({ error: 'Not found', details: ['a'] }, { status: 404 }),
    'Not found',
    404,
  ],
  ['the words of an envelope', Response.json({ error: { message: 'Busy' } }, { status: 503 }), 'Busy', 503],
  ['no words', new Response('<html>', { status: 502 }), /rejected the request \(502\)/, 502],
  ['an answer of another form', Response.json({ n: 'one' }), /doesn’t understand/, 200],
  ['an answer that is no JSON', new Response('hello'), /isn’t JSON/, 200],
])('%s become an error', async (_name, response, message, status) => {
  const error: unknown = await apiOf(response)
    .get('/api/x', Answer)
    .catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(ApiError)
  expect(error).toMatchObject({ message: expect.stringMatching(message), status })
})

test('a server that is not there is an error with status 0', async () => {
  const api = createApi({ fetch: () => Promise.reject(new TypeError('fetch failed')) })
  await expect(api.get('/api/x', Answer)).rejects.toMatchObject({ status: 0 })
})

test('an aborted question rejects with its reason', async () => {
  const abort = new AbortController()
  abort.abort(new Error('enough'))
  const api = createApi({ fetch: (_path, init) => Promise.reject(init?.signal?.reason as Error) })
  await expect(api.get('/api/x', Answer, abort.signal)).rejects.toThrow('enough')
})

test('what is sent is JSON, and nothing is sent without a body', async () => {
  const sent: RequestInit[] = []
  const api = createApi({
    fetch: (_path, init) => {
      sent.push(init ?? {})
      return Promise.resolve(new Response(null, { status: 204 }))
    },
  })
  await api.send('PUT', '/api/x', Type.Null(), { n: 1 })
  await api.send('DELETE', '/api/x', Type.Null())
  expect(sent.map(({ method, body, headers }) => [method, body, headers])).toEqual([
    ['PUT', '{"n":1}', { 'content-type': 'application/json' }],
    ['DELETE', undefined, undefined],
  ])
})

test('a query has what is known, escaped', () => {
  expect(toQuery({ a: 1, b: undefined, c: 'x&y' })).toBe('?a=1&c=x%26y')
  expect(toQuery({ a: undefined })).toBe('')
})

function apiOf(response: Response) {
  return createApi({ fetch: () => Promise.resolve(response) })
}
