import { Livez } from '../../../shared/livez.ts'
import { Status } from '../../../shared/status.ts'
import type { Drain } from '../drain.ts'
import { responses } from '../openapi/responses.ts'
import { registerDrain } from './drain.ts'
import type { TypedApp } from './log/log-routes.ts'

export interface ApiDeps {
  livez: () => Livez
  status: () => Status
  drain: Drain
  recheck: () => Promise<void>
}

/** What the tray, the dashboard and the CLI do beyond looking. */
export function registerApi(app: TypedApp, deps: ApiDeps): void {
  // No route but the drain takes a body: what a client sends is dropped, and its content type and form are no reason to fail.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, payload, done) => {
    payload.resume()
    done(null)
  })
  app.get(
    '/api/status',
    {
      schema: {
        operationId: 'getStatus',
        summary: 'What the tray shows beyond its health',
        response: responses({ 200: Status }, 'key_required', 'too_many_guesses'),
      },
    },
    () => deps.status(),
  )
  registerDrain(app, deps)
  app.post(
    '/api/health/recheck',
    {
      schema: {
        operationId: 'recheckHealth',
        summary: 'Run the health checks afresh',
        response: responses({ 204: { media: [], description: 'Done.' } }, 'key_required', 'too_many_guesses'),
      },
    },
    async (_request, reply) => {
      await deps.recheck()
      return reply.code(204).send()
    },
  )
  // Claude Code's connectivity probe on a terminal start; older versions ask for `/`.
  app.head('/api/hello', (_request, reply) => reply.code(200).send())
}
