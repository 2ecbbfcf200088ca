import type { Check } from '../check.ts'

/** The part of the health model that the proxy can say of itself: it runs this code, so it works. */
export function createProxyServiceCheck(version: string): Check {
  return {
    key: 'proxy_service',
    run: () => Promise.resolve({ status: 'pass', details: { version } }),
  }
}
