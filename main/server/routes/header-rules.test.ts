import { describe, expect, it } from 'vitest'
import type { HeaderRule } from '../../../shared/live-settings.ts'
import { readLoggedHeaders } from './read-logged-headers.ts'
import type { RequestLogSource } from '../../base/request-log-source.ts'
import { registerHeaderRules } from './header-rules.ts'
import { createTestApp } from './testing/create-test-app.ts'

const set = (header: string, value: string): HeaderRule => ({ header, action: 'set', value, enabled: true })

const DETAIL = {
  request: {
    requestId: 'a1',
    body: { headers: { 'x-fake': ['1'] } },
    headers: { host: ['h'], 'x-a': ['1', '2'], authorization: ['sha256:00000000'] },
    response: { headers: { 'content-type': ['text/plain'], connection: ['close'] } },
  },
}
const log: Pick<RequestLogSource, 'json'> = {
  json: (_name, params) =>
    Promise.resolve(
      'id' in params && params.id === 'a1' ? new TextEncoder().encode(JSON.stringify(DETAIL)) : undefined,
    ),
}

function createApp() {
  const app = createTestApp()
  registerHeaderRules(app, {
    settings: () => ({ requestHeaderRules: [set('x-saved', '1')], responseHeaderRules: [set('x-b', '2')] }),
    anthropicVersion: '2023-06-01',
    loggedHeaders: (id, side) => readLoggedHeaders(log, { id, side }),
  })
  return app
}

async function post(payload: object) {
  const reply = await createApp().inject({ method: 'POST', url: '/api/header-rules/test', payload })
  return { status: reply.statusCode, body: reply.json() }
}

describe('POST /api/header-rules/test', () => {
  it('shows what rules would do, which rule did what, and what belongs to a connection left out', async () => {
    const rules: HeaderRule[] = [
      { header: 'X-A', action: 'replace', find: 'b', value: '', enabled: true },
      { header: 'x-none', action: 'block', enabled: true },
      { ...set('x-off', '1'), enabled: false },
      set('Host', 'evil'),
      set('x-new', 'a\r\nb'),
    ]
    const headers = [
      { name: 'x-a', value: 'a, b' },
      { name: 'Connection', value: 'close' },
    ]
    expect(await post({ side: 'request', rules, headers })).toEqual({
      status: 200,
      body: {
        before: [
          { name: 'x-a', value: 'a, b' },
          { name: 'anthropic-version', value: '2023-06-01' },
        ],
        after: [
          { name: 'x-a', value: 'a' },
          { name: 'anthropic-version', value: '2023-06-01' },
        ],
        effects: [
          { rule: 0, header: 'X-A', before: ['a, b'], after: ['a'] },
          { rule: 1, header: 'x-none', before: [], after: [] },
        ],
        problems: [expect.stringMatching(/^\/3\/header: /), expect.stringMatching(/^\/4\/value: /)],
        issues: [
          expect.objectContaining({ path: '/3/header', code: 'invalid.header_protected' }),
          expect.objectContaining({ path: '/4/value', code: 'invalid.header_text' }),
        ],
      },
    })
  })

  it('tries the saved rules on a logged request', async () => {
    const { body } = await post({ side: 'request', requestId: 'a1' })
    expect(
      body.before.map(({ name, value }: { name: string; value: string }) => `${name}: ${value}`),
    ).toEqual(['x-a: 1', 'x-a: 2', 'authorization: sha256:00000000', 'anthropic-version: 2023-06-01'])
    expect(body.after.at(-1)).toEqual({ name: 'x-saved', value: '1' })
  })

  it('tries them on its answer', async () => {
    const { body } = await post({ side: 'response', requestId: 'a1' })
    expect(body.before).toEqual([{ name: 'content-type', value: 'text/plain' }])
    expect(body.effects).toEqual([{ rule: 0, header: 'x-b', before: [], after: ['2'] }])
  })

  it.each([
    [400, { side: 'request' }],
    [400, { side: 'request', headers: [], requestId: 'a1' }],
    [400, { side: 'both', headers: [] }],
    [400, { side: 'request', headers: [], rules: [{ header: 'x' }] }],
    [404, { side: 'request', requestId: 'zz' }],
  ])('answers %i with words to %j', async (status, payload) => {
    const response = await post(payload)
    expect(response.status).toBe(status)
    expect(response.body.details).toMatch(/\w/)
  })
})
