import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Livez } from '../../../shared/livez.ts'

export interface ProbesDeps {
  livez: () => Livez
  /** Called at each poll; must return at once. */
  onLook: () => void
  isTrusted: (request: FastifyRequest) => boolean
}

/** `/livez`: public, never counted, and computes nothing. */
export function registerProbes(app: FastifyInstance, deps: ProbesDeps): void {
  app.get('/livez', (request, reply) => {
    deps.onLook()
    const { verdict, ...livez } = deps.livez()
    return fresh(reply).send(deps.isTrusted(request) ? { ...livez, verdict } : livez)
  })
}

function fresh(reply: FastifyReply): FastifyReply {
  return reply.header('cache-control', 'no-cache, no-store, must-revalidate')
}
