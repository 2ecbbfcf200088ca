import { expect, test } from 'vitest'
import { openAddress } from './open-address.ts'

function opened(address: string): string[] {
  const urls: string[] = []
  const told = openAddress(address, {
    openExternal: async (url) => {
      urls.push(url)
    },
  })
  expect(told).toBe(urls.length === 1)
  return urls
}

test.each(['http://127.0.0.1:3456', 'http://localhost:3456/dashboard', 'https://[::1]:1/'])(
  'opens %s',
  (address) => {
    expect(opened(address)).toEqual([address])
  },
)

test.each([
  'file:///etc/passwd',
  'javascript:alert(1)',
  'https://example.com/',
  'http://127.0.0.1.evil.test/',
  'http://127.0.0.1@evil.test/',
  'http://user:secret@127.0.0.1/',
  'smb://127.0.0.1/share',
  'not an address',
])('refuses %s', (address) => {
  expect(opened(address)).toEqual([])
})
