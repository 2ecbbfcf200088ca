/**
 * Content security policy of our pages: only shipped resources; no inline script or style, other host, frame or form,
 * because a page may show text that a model wrote. Sent as a header with every page, from `app://` and over HTTP.
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "object-src 'none'",
  "worker-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "form-action 'none'",
].join('; ')
