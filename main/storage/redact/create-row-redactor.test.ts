import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { createOwnMask } from '../../base/create-secret-mask.ts'
import { createRowRedactor } from './create-row-redactor.ts'
import { splitHeaders } from '../headers.ts'

const CANARY = 'sk-ant-api03-CANARY-0123456789abcdef'
const redactor = createRowRedactor(Buffer.alloc(32, 7))
const redacted = (headers: readonly string[], own = redactor) => splitHeaders(own.headers(headers).text)

/** Heap after garbage collection, in bytes. */
function usedHeap(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc()')
  return process.memoryUsage().heapUsed
}

describe('createRowRedactor', () => {
  it('replaces the value of every header that is not known to be harmless', () => {
    const names = [
      'Authorization',
      'x-api-key',
      'Cookie',
      'Set-Cookie',
      'x-goog-api-key',
      'X-Whatever-Token',
      'referer',
    ]
    const headers = redacted(names.flatMap((name) => [name, `Bearer ${CANARY}`]))
    expect(headers.filter((_, index) => index % 2 === 0)).toEqual(names)
    for (const value of headers.filter((_, index) => index % 2 === 1))
      expect(value).toMatch(/^sha256:[0-9a-f]{8}$/)
  })

  it('keeps harmless headers, but no key inside them', () => {
    expect(redacted(['User-Agent', 'claude-cli/2.1', 'anthropic-ratelimit-new-thing', '5'])).toEqual([
      'User-Agent',
      'claude-cli/2.1',
      'anthropic-ratelimit-new-thing',
      '5',
    ])
    expect(redacted(['user-agent', `tool (${CANARY})`]).join(' ')).not.toContain('CANARY')
  })

  it('gives one secret one hash, and another installation another', () => {
    const other = createRowRedactor(Buffer.alloc(32, 8))
    const header = ['authorization', CANARY]
    expect(redacted(header)).toEqual(redacted(header))
    expect(redacted(header)).not.toEqual(redacted(header, other))
    expect(redacted(header)).not.toEqual(redacted(['authorization', `${CANARY}0`]))
  })

  it('hides our own secrets in everything that is stored', () => {
    const secret = 'open sésame'
    const own = createRowRedactor(Buffer.alloc(32, 7), createOwnMask([secret], { limit: 10_000 }))
    const bytes = Buffer.from(secret).toString('latin1')
    const coded = encodeURIComponent(secret)
    const stored = [
      ...redacted(['user-agent', `claude ${bytes}`, `x-${bytes}`, 'a', 'accept', coded], own),
      own.path(`/v1/${coded}/x`),
      own.query(`beta=${coded}&${coded}=1&${coded}`),
      own.name(`model ${secret}`),
      own.text(`invalid key ${secret}`),
    ].join('\n')
    expect(stored).not.toMatch(/same/)
    expect(stored).toContain('claude …')
  })

  it('remembers no more names than values, however many come', () => {
    const value = 'v'.repeat(1_100)
    const name = 'n'.repeat(1_000)
    const own = createRowRedactor(Buffer.alloc(32, 7))
    const before = usedHeap()
    for (let n = 0; n < 10_000; n++) redacted([`${name}${n}`, value], own)
    const grown = usedHeap() - before
    expect(redacted([name, value], own)).toEqual([name, expect.stringMatching(/^sha256:/)])
    // All names together would take more than 10 MB.
    expect(grown).toBeLessThan(5 * 1024 * 1024)
  })

  it('replaces query values that are not known to be harmless', () => {
    expect(redactor.query('beta=true&limit=5')).toBe('beta=true&limit=5')
    expect(redactor.query(`key=${CANARY}&beta=${CANARY}`)).not.toContain('CANARY')
  })
})
