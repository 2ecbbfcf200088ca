import type { FastifyInstance } from 'fastify'
import { AppError } from '../../../shared/errors.ts'
import type { Livez } from '../../../shared/livez.ts'
import type { Status } from '../../../shared/status.ts'
import type { Drain } from '../drain.ts'

/** What the tray, the dashboard and the CLI do beyond looking. */
export function registerApi(
  app: FastifyInstance,
  deps: { livez: () => Livez; status: () => Status; drain: Drain; recheck: () => Promise<void> },
): void {
  // No route takes a body: what a client sends is dropped, and its content type and form are no reason to fail.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, payload, done) => {
    payload.resume()
    done(null)
  })
  app.get('/api/status', () => deps.status())
  app.post('/api/drain', (_request, reply) => {
    deps.drain.start('request')
    return reply.code(202).send(deps.livez())
  })
  app.delete('/api/drain', () => {
    if (deps.drain.state()?.cancellable === false) throw new AppError('drain_not_cancellable')
    deps.drain.cancel()
    return deps.livez()
  })
  app.post('/api/health/recheck', async (_request, reply) => {
    await deps.recheck()
    return reply.code(204).send()
  })
  // Claude Code's connectivity probe on a terminal start; older versions ask for `/`.
  app.head('/api/hello', (_request, reply) => reply.code(200).send())
}
