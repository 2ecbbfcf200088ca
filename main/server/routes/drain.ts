import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import { AppError } from '../../../shared/errors.ts'
import { DrainRequest, Livez } from '../../../shared/livez.ts'
import type { Drain } from '../drain.ts'
import { responses } from '../openapi/responses.ts'
import { parseJson } from './accept-json.ts'
import type { TypedApp } from './log/log-routes.ts'

/** Limit in bytes. */
const MAX_BODY_BYTES = 1_024

interface DrainRoutes {
  livez: () => Livez
  drain: Drain
}

/** Starts and cancels a drain. The scope drops bodies, except a JSON body of the start. */
export function registerDrain(app: TypedApp, deps: DrainRoutes): void {
  // In a scope of its own, because its parser is.
  void app.register(async (plain) => registerStart(plain.withTypeProvider<TypeBoxTypeProvider>(), deps))
  app.delete(
    '/api/drain',
    {
      schema: {
        operationId: 'cancelDrain',
        summary: 'Cancel a drain',
        response: responses({ 200: Livez }, 'drain_not_cancellable', 'key_required', 'too_many_guesses'),
      },
    },
    () => {
      if (deps.drain.state()?.cancellable === false) throw new AppError('drain_not_cancellable')
      deps.drain.cancel()
      return deps.livez()
    },
  )
}

function registerStart(app: TypedApp, { drain, livez }: DrainRoutes): void {
  parseJson(app, MAX_BODY_BYTES)
  app.post(
    '/api/drain',
    {
      schema: {
        operationId: 'startDrain',
        summary: 'Start a drain: running requests finish, new ones get 503',
        body: DrainRequest,
        response: responses({ 202: Livez }, 'bad_body', 'json_too_large', 'key_required', 'too_many_guesses'),
      },
      preValidation: async (request) => {
        request.body ??= {}
      },
    },
    ({ body }, reply) => {
      drain.start('request', body.resume_after_ms)
      return reply.code(202).send(livez())
    },
  )
}
