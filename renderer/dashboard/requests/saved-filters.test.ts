import { expect, it } from 'vitest'
import { toSavedFilter } from './saved-filters.ts'

it('names a filter by its values, and leaves out what is no filter', () => {
  expect(toSavedFilter({ q: 'fix', outcome: 'failed', tool: 'edit', tab: 'raw', model: undefined })).toEqual({
    name: 'fix · failed · tool:edit',
    query: 'q=fix&outcome=failed&tool=edit',
  })
  expect(toSavedFilter({ view: 'full', group: 'turn' })).toBeUndefined()
})
