import type { Check } from '../check.ts'

const KEY = 'proxy_service'

/** Always passes: the proxy that runs this check works. */
export function createProxyServiceCheck(version: string): Check<typeof KEY> {
  return {
    key: KEY,
    run: () => Promise.resolve({ key: KEY, status: 'pass', details: { version } }),
  }
}
