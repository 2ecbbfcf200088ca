import { expect, it } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import { causeCode } from './cause-code.ts'

const withCode = (code: unknown, more: object = {}) =>
  Object.assign(new Error('at 10.0.0.7'), { code, ...more })

it.each([
  ['a system error', withCode('ECONNREFUSED'), 'ECONNREFUSED'],
  [
    'an error of ours around it',
    new AppError('upstream_unreachable', { cause: withCode('ENOTFOUND') }),
    'ENOTFOUND',
  ],
  ['a reset that the upstream client renamed', withCode('UND_ERR_SOCKET', { errno: -104 }), 'ECONNRESET'],
  ['an orderly end that came too early', withCode('UND_ERR_SOCKET'), 'UND_ERR_SOCKET'],
  [
    'the first of several addresses',
    new AggregateError([withCode('ECONNREFUSED'), withCode('ETIMEDOUT')]),
    'ECONNREFUSED',
  ],
  ['a certificate', withCode('CERT_HAS_EXPIRED'), 'CERT_HAS_EXPIRED'],
])('finds the code of %s', (_name, error, code) => {
  expect(causeCode(error)).toBe(code)
})

it.each([
  ['nothing', undefined],
  ['a text', 'ECONNREFUSED'],
  ['an error without a code', new Error('connect ECONNREFUSED 10.0.0.7')],
  ['a code that is a message', withCode('connect to 10.0.0.7 failed')],
  ['a number', withCode(104)],
  ['our own code', new AppError('upstream_timeout')],
])('has no word for %s', (_name, error) => {
  expect(causeCode(error)).toBeUndefined()
})

it('ends with an error that is its own cause', () => {
  const error = new Error('loop')
  error.cause = error
  expect(causeCode(error)).toBeUndefined()
})
