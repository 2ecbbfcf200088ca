import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createOwnMask, createSecretMask } from './create-secret-mask.ts'

const KEY = 'proxy-key+/=1'
const PASSWORD = 'open: "sésame" €🔑'
const mask = createSecretMask([KEY, PASSWORD], { shortest: 8 })
const latin1 = (text: string) => Buffer.from(text).toString('latin1')
const hex = (text: string) =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')

it.each([KEY, PASSWORD])('hides %s in every spelling', (secret) => {
  const encoded = encodeURIComponent(secret)
  for (const spelling of [
    secret,
    encoded,
    encodeURIComponent(encoded),
    encodeURIComponent(encodeURIComponent(encoded)),
    encodeURI(secret),
    new URLSearchParams({ a: secret }).toString().slice(2),
    hex(secret),
    hex(secret).toUpperCase(),
    latin1(secret),
    JSON.stringify(secret).slice(1, -1),
    JSON.stringify(latin1(secret)).slice(1, -1),
    `${secret.slice(0, 5)}${hex(secret.slice(5))}`,
  ]) {
    expect(mask(`a ${spelling} b`)).toBe('a … b')
    expect(mask(JSON.stringify({ path: `/v1/${spelling}/x` }))).toBe(
      spelling.includes('"') ? mask(JSON.stringify({ path: `/v1/${spelling}/x` })) : '{"path":"/v1/…/x"}',
    )
  }
  for (const encoding of ['base64', 'base64url'] as const)
    for (const before of ['', 'u', 'u:', 'u:v']) {
      const coded = Buffer.from(`${before}${secret}`).toString(encoding)
      expect(mask(coded)).toContain('…')
      expect(mask(coded).length).toBeLessThan(12)
    }
})

it('keeps a line of JSON valid', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 8, maxLength: 40 })
  fc.assert(
    fc.property(text, text, (secret, around) => {
      const line = JSON.stringify({ a: `${around}${secret}${around}`, b: secret })
      expect(() => JSON.parse(createSecretMask([secret], { shortest: 8 })(line)) as unknown).not.toThrow()
    }),
  )
})

it('keeps other text, and short secrets, which are words', () => {
  const own = createOwnMask([undefined, '', 'claude', KEY], { limit: 1000 })
  for (const text of ['claude-sonnet-4-5', '/v1/messages?beta=true', KEY.slice(1), '%', ''])
    expect(own(text)).toBe(text)
  expect(own(KEY)).toBe('…')
})

it('has nothing to do without a secret', () => {
  expect(createOwnMask([], { limit: 1000 })(KEY)).toBe(KEY)
})

it.each(['a', '%25', '%2525', 'proxy-ke', '%25252', 'p%72', '+', 'cHJveHkta2V5'])(
  'takes linear time for repetitions of %s',
  (unit) => {
    const own = createOwnMask([KEY, PASSWORD, 'aaaaaaaaaaaaaaab', '%%%%%%%%%%%%%%%%x'], { limit: 1_000_000 })
    const cost = (length: number) => {
      const text = unit.repeat(length / unit.length)
      const start = process.cpuUsage()
      own(text)
      const { user } = process.cpuUsage(start)
      return user / 1000
    }
    cost(10_000)
    expect(Math.min(cost(1_000_000), cost(1_000_000), cost(1_000_000))).toBeLessThan(150)
  },
)

it('searches no more than its limit', () => {
  const own = createOwnMask([KEY], { limit: 1000 })
  expect(own('x'.repeat(5_000_000))).toHaveLength(1000)
})
