/** Paths of the local server that a page may ask for through `app://`. Not `/v1`: what costs money is none of a page's. */
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

/** Whether the server answers a path, and not a file of ours. */
export function isServerPath(pathname: string): boolean {
  return DOCUMENTS.has(pathname) || ROOMS.some((room) => pathname.startsWith(room))
}
