import { expect, test } from 'vitest'
import { requestBody } from './request-body.ts'

test.each([1_500, 20_000, 80_000, 200_000, 1_000_000])(
  'builds a Messages request of exactly %i bytes',
  (size) => {
    const body = requestBody(size)
    expect(body.length).toBe(size)
    const parsed: unknown = JSON.parse(body.toString())
    expect(parsed).toMatchObject({ model: expect.any(String), messages: expect.any(Array), stream: true })
    expect(body.toString()).toMatch(/^\{"model":".*"stream":true\}$/s)
  },
)

test('refuses a size that its fixed parts exceed', () => {
  expect(() => requestBody(500)).toThrow(RangeError)
})
