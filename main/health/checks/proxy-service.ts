import type { Check } from '../check.ts'

const KEY = 'proxy_service'

/** Always passes: if this check runs, so does the proxy. */
export function createProxyServiceCheck(version: string): Check<typeof KEY> {
  return {
    key: KEY,
    run: () => Promise.resolve({ key: KEY, status: 'pass', details: { version } }),
  }
}
