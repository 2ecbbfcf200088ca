import { expect, it } from 'vitest'
import { createToolNames } from './tool-names.ts'

it('keeps names that every provider takes, and finds the others again', () => {
  const names = createToolNames()
  const odd = ['mcp__my.server__do', `mcp__${'long_'.repeat(20)}`, '1st', 'naïve tool', 'mcp__my_server__do']
  const given = odd.map((name) => names.toProvider(name))
  for (const name of given) expect(name).toMatch(/^[a-zA-Z_][\w-]{0,63}$/)
  expect(new Set(given).size).toBe(odd.length)
  expect(given.map((name) => names.toClient(name))).toEqual(odd)
  expect(names.toProvider('Read')).toBe('Read')
  expect(names.toClient('Never')).toBe('Never')
})
