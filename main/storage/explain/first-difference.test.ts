import { expect, it } from 'vitest'
import { firstDifference } from './first-difference.ts'

it.each(['constructor', 'toString', '__proto__', 'x'])('finds the member %s that only one has', (name) => {
  const one: unknown = JSON.parse(`{"${name}":{"type":"string"}}`)
  const [path, text] = [`/p/${name}`, '{"type":"string"}']
  expect(firstDifference({}, one, '/p')).toEqual({ path, before: '', after: text })
  expect(firstDifference(one, {}, '/p')).toEqual({ path, before: text, after: '' })
})
