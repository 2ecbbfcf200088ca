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

/** Registers the actions of the tray, the dashboard and the CLI. */
export function registerApi(app: TypedApp, deps: ApiDeps): void {
  // No route but the drain takes a body. Bodies are dropped, and never fail a request by their content type or syntax.
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
        summary: 'Get the status shown in the tray',
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
        summary: 'Run the health checks again',
        response: responses({ 204: { media: [], description: 'Done.' } }, 'key_required', 'too_many_guesses'),
      },
    },
    async (_request, reply) => {
      await deps.recheck()
      return reply.code(204).send()
    },
  )
  // Claude Code's connectivity probe at startup in a terminal; older versions request `/`.
  app.head('/api/hello', (_request, reply) => reply.code(200).send())
}
