import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isLoopbackAddress, isLoopbackHost, LOOPBACK_ADDRESSES, LOOPBACK_HOSTS } from './loopback.ts'

describe('isLoopbackAddress', () => {
  it.each([...LOOPBACK_ADDRESSES, '127.8.9.10', '::ffff:127.0.0.1', '::ffff:7f00:1', '0:0:0:0:0:0:0:1'])(
    'is true for %s',
    (address) => {
      expect(isLoopbackAddress(address)).toBe(true)
    },
  )

  it.each([
    '',
    '10.0.0.1',
    '0.0.0.0',
    '::',
    '::ffff:10.0.0.1',
    '127.evil.example',
    '127.0.0.1.evil.example',
    'localhost',
  ])('is false for "%s"', (address) => {
    expect(isLoopbackAddress(address)).toBe(false)
  })
})

describe('isLoopbackHost', () => {
  it.each([
    ...LOOPBACK_HOSTS,
    ...LOOPBACK_ADDRESSES,
    'LOCALHOST',
    'localhost.',
    'a.localhost',
    '127.1.2.3',
    '[::ffff:7f00:1]',
  ])('is true for %s', (hostname) => {
    expect(isLoopbackHost(hostname)).toBe(true)
  })

  it.each([
    '',
    '127.evil.example',
    'localhost.example',
    'notlocalhost',
    '[::2]',
    '10.0.0.1',
    '[]',
    '128.0.0.1',
  ])('is false for "%s"', (hostname) => {
    expect(isLoopbackHost(hostname)).toBe(false)
  })

  it.each(['127.1', '0x7f000001', '2130706433', '0177.0.0.1', '[::ffff:127.0.0.1]', '[0:0::1]'])(
    'is true for %s, which a URL makes an address of',
    (spelling) => {
      expect(isLoopbackHost(new URL(`http://${spelling}`).hostname)).toBe(true)
    },
  )
})

it('is the only list of the names of loopback in the main process', () => {
  const files = globSync('main/**/*.ts', { exclude: ['**/*.test.ts', '**/testing/**'] })
  const listing = files.filter((file) => {
    const lines = readFileSync(file, 'utf8').split('\n')
    // Both families on one line, or a pattern for 127.0.0.0/8.
    return lines.some((line) => /'127\.0\.0\.1'.*'\[?::1|127\\\.|startsWith\('127/.test(line))
  })
  expect(listing).toEqual(['main/base/loopback.ts'])
})
