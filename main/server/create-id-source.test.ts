import { expect, it } from 'vitest'
import { createIdSource } from './create-id-source.ts'

it('makes 16 hex digits that do not repeat, over many fills of its pool', () => {
  const newId = createIdSource()
  const ids = Array.from({ length: 5_000 }, newId)
  expect(new Set(ids).size).toBe(5_000)
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{16}$/)
})

it('does not share its randomness with another source', () => {
  expect(createIdSource()()).not.toBe(createIdSource()())
})
