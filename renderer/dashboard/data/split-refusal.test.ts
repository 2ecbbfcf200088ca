import { expect, test } from 'vitest'
import { ApiError } from '../../api/api.ts'
import { splitRefusal } from './split-refusal.ts'

const issue = (path: string, message: string) => ({ path, code: 'from.tomorrow', params: {}, message })
const refusal = (...issues: ReturnType<typeof issue>[]) => new ApiError('Refused.', { status: 400, issues })

const FIELDS = ['header', 'value', 'find'] as const

test('the API’s issues lead to their part and their field, all others to the form', () => {
  const error = refusal(
    issue('/requestHeaderRules/0/header', 'A'),
    issue('/requestHeaderRules/1/value', 'B'),
    issue('/responseHeaderRules/0/find', 'C'),
    issue('/requestHeaderRules/0/action', 'D'),
  )
  const at = (list: string, index: number) => splitRefusal(error, { at: [list, index], fields: FIELDS })
  expect(at('requestHeaderRules', 0)).toEqual({
    errors: { header: 'A' },
    rest: [
      expect.stringContaining('/requestHeaderRules/1/value'),
      expect.stringContaining('/responseHeaderRules/0/find'),
      expect.stringContaining('/requestHeaderRules/0/action'),
    ],
  })
  expect(at('requestHeaderRules', 1).errors).toEqual({ value: 'B' })
  expect(at('responseHeaderRules', 0).errors).toEqual({ find: 'C' })
})

test('names are escaped in the path, and the first issue of a field is the one shown', () => {
  const error = refusal(issue('/routes/a~1b/model', 'A'), issue('/routes/a~1b/model', 'B'))
  expect(splitRefusal(error, { at: ['routes', 'a/b'], fields: ['model'] })).toEqual({
    errors: { model: 'A' },
    rest: [],
  })
})

test('an error without issues is one sentence, and no error is none', () => {
  const place = { at: [], fields: FIELDS }
  expect(splitRefusal(new Error('No answer.'), place)).toEqual({ errors: {}, rest: ['No answer.'] })
  expect(splitRefusal(null, place)).toEqual({ errors: {}, rest: [] })
})
