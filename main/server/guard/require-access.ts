import type { FastifyReply, FastifyRequest } from 'fastify'
import { errorReply } from '../errors.ts'
import type { Password } from './password.ts'

/** Route templates that are public or check access themselves. */
const OPEN = new Set([
  '/api/hello',
  '/api/statusline',
  '/health',
  '/health/detailed',
  '/health/live',
  '/health/ready',
  '/livez',
  '/metrics',
  '/openapi.json',
  '/openapi.yaml',
  '/status',
  '/v1/*',
  '/v1/chat/completions',
  '/v1/models',
  '/v1/responses',
])

/**
 * Requires the password or the key for every route that isn't public. Decides by the matched route, not by the sent
 * path: `/%61pi/requests` matches the same route as `/api/requests`.
 */
export function requireAccess(deps: { password: Password; newId: () => string }) {
  return (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
    // First, because Claude Code waits for it. No other route has this prefix.
    if (request.url.startsWith('/v1/')) return done()
    const refusal = needsAccess(request, deps.password) ? deps.password.refuse(request.raw) : undefined
    if (refusal === undefined) return done()
    const { status, headers, body } = errorReply(refusal.code, { url: request.url, id: deps.newId() })
    void reply
      .code(status)
      .headers({ ...headers, ...refusal.headers, 'cache-control': 'no-store' })
      .send(body)
  }
}

/** Without a password the pages are public: they show nothing that the API doesn't give them. */
function needsAccess({ routeOptions: { url }, headers }: FastifyRequest, password: Password): boolean {
  if (url !== undefined && OPEN.has(url)) return false
  if (url === '/') return password.isSet && headers.accept?.includes('text/html') === true
  return password.isSet || isApi(url ?? '')
}

function isApi(route: string): boolean {
  return route.startsWith('/api/') || route === '/providers' || route.startsWith('/providers/')
}
