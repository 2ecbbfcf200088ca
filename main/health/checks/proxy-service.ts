import type { Check } from '../check.ts'

const KEY = 'proxy_service'

/** The part of the health model that the proxy can say of itself: it runs this code, so it works. */
export function createProxyServiceCheck(version: string): Check<typeof KEY> {
  return {
    key: KEY,
    run: () => Promise.resolve({ key: KEY, status: 'pass', details: { version } }),
  }
}
