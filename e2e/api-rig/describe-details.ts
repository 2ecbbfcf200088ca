import { describe, expect, it } from 'vitest'
import type { Explanation } from '../../shared/explanation.ts'
import { iso } from './count-seeded.ts'
import type { LogReader } from './log-reader.ts'
import { COUNTED, WHOLE } from './seed.ts'

const SEEDED_ID = COUNTED[0]?.id ?? ''

/** Tests of one request and its bodies. */
export function describeDetails({ api, read, refusal }: LogReader): void {
  describe('GET /api/requests/{id}', () => {
    interface Detail {
      fullId: string
      request: {
        requestId: string
        headers: Record<string, string[]>
        body: object
        response: Record<string, object>
      }
    }

    it('finds it by its whole id and by its last characters', async () => {
      for (const id of [WHOLE.id, WHOLE.id.slice(-4), WHOLE.id.slice(1)])
        expect(await read<Detail>(`/api/requests/${id}`)).toMatchObject({
          fullId: WHOLE.id,
          request: { requestId: WHOLE.id },
        })
    })

    it('shows headers without secrets, the body, and the stream as one message', async () => {
      const { request } = await read<Detail>(`/api/requests/${WHOLE.id}`)
      expect(request.headers).toEqual({
        'content-type': ['application/json'],
        'x-api-key': [expect.stringMatching(/^sha256:[0-9a-f]{8}$/)],
        accept: ['application/json'],
      })
      expect(request.body).toMatchObject({ model: 'claude-opus-5', stream: true })
      expect(request.response['streamingChunks']).toHaveLength(6)
      expect(request.response['body']).toMatchObject({
        id: 'msg_1',
        content: [{ type: 'text', text: 'hi' }],
        stop_reason: 'end_turn',
        usage: { input_tokens: 7, output_tokens: 2 },
      })
      expect(request.response['rateLimit']).toMatchObject({ unifiedStatus: 'allowed' })
    })

    it.each([
      'nothing',
      'f',
      '0000000000000000',
      '%00',
      '..%2f..%2fetc',
      "'",
      '%F0%9F%94%91',
      'a'.repeat(5000),
    ])('is 404 for %s', async (id) => {
      for (const path of [
        `/api/requests/${id}`,
        `/api/requests/${id}/body`,
        `/api/requests/${id}/export?format=har`,
      ])
        expect(await refusal(path)).toEqual({ status: 404, json: { error: 'Not found', code: 'not_found' } })
    })

    it('gives the bytes of each body as they passed', async () => {
      for (const [side, text] of [
        ['request', WHOLE.body],
        ['response', WHOLE.stream],
      ] as const) {
        const response = await api().get(`/api/requests/${WHOLE.id}/body?side=${side}`)
        expect(response).toMatchObject({ status: 200, text })
        expect(response.headers.get('content-type')).toBe('application/octet-stream')
        expect(response.headers.get('content-security-policy')).toBe('sandbox')
      }
      expect(await refusal(`/api/requests/${SEEDED_ID}/body`)).toMatchObject({ status: 404 })
      expect(await refusal(`/api/requests/${WHOLE.id}/body?side=both`)).toMatchObject({ status: 400 })
    })

    it('explains a request, or says what it lacks', async () => {
      const explanation = await read<Explanation>(`/api/requests/${WHOLE.id}/explanation`)
      expect(explanation).toMatchObject({
        requestId: WHOLE.id,
        previous: null,
        kind: 'other',
        cache: { expected: 0, missed: 0, cost: 0, reason: { kind: 'first_request', path: null, said: null } },
      })
      expect(explanation.context).toMatchObject([{ source: 'user', share: 1 }])
      expect(await refusal('/api/requests/nothing/explanation')).toMatchObject({ status: 404 })
    })
  })

  it('GET /api/requests/latest-date says when the newest began', async () => {
    expect(await read('/api/requests/latest-date')).toEqual({ latestDate: iso(WHOLE.startedAt) })
  })
}
