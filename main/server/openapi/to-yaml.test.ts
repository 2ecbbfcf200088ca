import fc from 'fast-check'
import { createRequire } from 'node:module'
import { expect, it } from 'vitest'
import { toYaml } from './to-yaml.ts'

const fromSwagger = createRequire(createRequire(import.meta.url).resolve('@fastify/swagger'))
const { parse } = fromSwagger('yaml') as { parse: (text: string) => unknown }

it('says what the JSON says', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const json = JSON.stringify(value)
      expect(JSON.stringify(parse(toYaml(JSON.parse(json))))).toBe(json)
    }),
    { numRuns: 500 },
  )
})

it('puts one thing on a line', () => {
  expect(toYaml({ paths: { '/livez': { get: { tags: ['health'], empty: {}, on: [[1, 2]] } } } })).toBe(
    `paths:
  "/livez":
    get:
      tags:
        - "health"
      empty: {}
      "on":
        - - 1
          - 2
`,
  )
})
