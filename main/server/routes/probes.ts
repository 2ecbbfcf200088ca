import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Livez } from '../../../shared/livez.ts'

/** `/livez`: unauthenticated, never counted, no work beyond writing what is known already. */
export function registerProbes(app: FastifyInstance, deps: { livez: () => Livez }): void {
  app.get('/livez', (_request, reply) => fresh(reply).send(deps.livez()))
}

function fresh(reply: FastifyReply): FastifyReply {
  return reply.header('cache-control', 'no-cache, no-store, must-revalidate')
}
