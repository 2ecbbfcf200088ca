import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Api, startApi } from './api-rig/start-api.ts'

interface Write {
  method: string
  path: string
  /** True if the document declares a request body. */
  takesBody: boolean
}

interface Document {
  paths: Record<string, Record<string, { requestBody?: unknown }>>
}

/** Operations whose body only holds options. The status line has a line for any bytes. */
const OPTIONAL = new Set(['/api/connection/connect', '/api/drain', '/api/statusline'])

let api: Api
let writes: Write[]
beforeAll(async () => {
  api = await startApi()
  const { paths } = (await api.get('/openapi.json')).json as Document
  writes = Object.entries(paths)
    // `/v1` accepts what Anthropic accepts; `/api/shutdown` would end the test.
    .filter(([path]) => !path.startsWith('/v1') && path !== '/api/shutdown')
    .flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([method]) => method !== 'get' && method !== 'head')
        .map(([method, { requestBody }]) => ({
          method: method.toUpperCase(),
          path: path.replaceAll(/\{[^}]+\}/g, '0123456789abcdef'),
          takesBody: requestBody !== undefined && !OPTIONAL.has(path),
        })),
    )
})
afterAll(() => api.stop())

describe.each(['application/json', 'application/json; charset=utf-8', 'text/plain'])(
  'a write that says %s and has no body',
  (type) => {
    it('is one without a body: routes that need one name it, the others do their work', async () => {
      expect(writes.length).toBeGreaterThan(15)
      expect(new Set(writes.map(({ method }) => method))).toEqual(new Set(['POST', 'PUT', 'DELETE', 'PATCH']))
      const read = await Promise.all(
        writes.map(async ({ method, path, takesBody }) => {
          const { status, text } = await api.get(path, { method, headers: { 'content-type': type } })
          const isNamed = status === 400 && text.includes('"code":"bad_body"')
          const isTaken = status !== 400 && status !== 415
          return { method, path, status, text, isRight: takesBody ? isNamed : isTaken }
        }),
      )
      expect(read.filter(({ isRight }) => !isRight)).toEqual([])
    })
  },
)

it('a body that is not JSON is still refused', async () => {
  const headers = { 'content-type': 'application/json' }
  const broken = await api.get('/api/settings', { method: 'PUT', headers, body: '{' })
  expect(broken).toMatchObject({ status: 400, json: { issues: [{ code: 'invalid.json' }] } })
  const form = await api.get('/api/settings', {
    method: 'PUT',
    headers: { 'content-type': 'text/plain' },
    body: '{}',
  })
  expect(form.status).toBe(415)
})
