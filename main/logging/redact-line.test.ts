import { expect, it } from 'vitest'
import { createOwnMask } from '../base/create-secret-mask.ts'
import { redactLine } from './redact-line.ts'

const line = (facts: object) => `${JSON.stringify(facts)}\n`

it('escapes what a terminal obeys, and keeps the meaning of the line', () => {
  const msg = 'a\u001b[31m\u009b31m\u202eb\u2028c\u2066\u0007\r\ud800\nd'
  const redacted = redactLine(line({ msg, [msg]: 1 }))
  expect(redacted).toMatch(/^[ -~]+\n$/)
  expect(JSON.parse(redacted)).toEqual({ msg, [msg]: 1 })
})

it('hides our own secrets wherever they are', () => {
  const mask = createOwnMask(['proxy-key-1234', undefined], { limit: 10_000 })
  const redacted = redactLine(line({ path: '/v1/proxy-key-1234/x?k=proxy%2Dkey-1234', msg: 'ok' }), mask)
  expect(JSON.parse(redacted)).toEqual({ path: '/v1/…/x?k=…', msg: 'ok' })
})
