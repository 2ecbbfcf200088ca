import type { FastifyReply, FastifyRequest } from 'fastify'
import { errorReply } from '../errors.ts'
import type { Password } from './password.ts'

/** Routes that answer everybody, or have a rule of their own (SPEC §4.5). By their templates. */
const OPEN = new Set([
  '/api/hello',
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
])

/**
 * Asks for the password or the key before anything that is not open. By the route that was found and not by the path
 * that was sent: `/%61pi/requests` leads to the same route as `/api/requests`.
 */
export function requireAccess(deps: { password: Password; newId: () => string }) {
  return (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
    // What Claude Code waits for is let through first; whatever begins so can lead nowhere else.
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

/** Without a password the pages are for everybody: they show nothing that the API does not give them. */
function needsAccess({ routeOptions: { url }, headers }: FastifyRequest, password: Password): boolean {
  if (url !== undefined && OPEN.has(url)) return false
  if (url === '/') return password.isSet && headers.accept?.includes('text/html') === true
  return password.isSet || isApi(url ?? '')
}

function isApi(route: string): boolean {
  return route.startsWith('/api/') || route === '/providers' || route.startsWith('/providers/')
}
