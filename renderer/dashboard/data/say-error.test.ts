import { expect, test } from 'vitest'
import { ApiError } from '../../api/api.ts'
import { sayError } from './say-error.ts'

test('lists the issues of a refusal with their fields instead of its message', () => {
  const issue = { path: '/requestHeaderRules/0/header', code: 'invalid.required', params: {}, message: 'x' }
  const error = new ApiError('The input is invalid.', { status: 400, issues: [issue] })
  expect(sayError(error)).toEqual(['/requestHeaderRules/0/header: A value is required.'])
  expect(sayError(new Error('Signalbox isn’t responding.'))).toEqual(['Signalbox isn’t responding.'])
  expect(sayError(null)).toEqual([])
})
