/**
 * Headers of all responses that Signalbox creates itself; forwarded responses are left alone. Data opened in a browser
 * becomes a page without an origin that loads and runs nothing; our own pages have a policy of their own.
 */
export const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
} as const
