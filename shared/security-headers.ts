/**
 * On everything that we answer ourselves, and on nothing that we only carry. Opened in a browser, data is a page
 * without an origin that loads and runs nothing; our own pages bring a policy of their own.
 */
export const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
} as const
