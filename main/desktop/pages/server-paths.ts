/**
 * Local server paths that a page may request through `app://`. `/v1` is excluded: pages must not make calls that cost
 * money.
 */
const DOCUMENTS = new Set([
  '/livez',
  '/health',
  '/status',
  '/metrics',
  '/providers',
  '/openapi.json',
  '/openapi.yaml',
])
const ROOMS = ['/api/', '/health/', '/providers/']

/** True for paths of the server, false for our files. */
export function isServerPath(pathname: string): boolean {
  return DOCUMENTS.has(pathname) || ROOMS.some((room) => pathname.startsWith(room))
}
