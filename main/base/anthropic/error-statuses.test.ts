import { expect, it } from 'vitest'
import { errorStatus } from './error-statuses.ts'

it.each([
  ['overloaded_error', 529],
  ['rate_limit_error', 429],
  ['invented_error', 500],
  ['toString', 500],
  [undefined, 500],
  [429, 500],
])('an error of the type %j has the status %i', (type, status) => {
  expect(errorStatus(type)).toBe(status)
})
