/**
 * What our pages may load: what we shipped. No inline script or style, no other host, no frame, no form, because
 * what a page shows may have been written by a model. Sent as a header with every page, from `app://` and over HTTP.
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
