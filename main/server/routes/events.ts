import { AppError } from '../../../shared/errors.ts'
import type { EventHub } from '../events/create-event-hub.ts'
import { responses } from '../openapi/responses.ts'
import type { TypedApp } from './log/log-routes.ts'

/** `GET /api/events`: live updates for open dashboards. */
export function registerEvents(app: TypedApp, hub: EventHub): void {
  app.get(
    '/api/events',
    {
      // A HEAD request would open a stream without a reader.
      exposeHeadRoute: false,
      schema: {
        operationId: 'getEvents',
        summary: 'Server-sent events: `livez`, `request-opened`, `request`, `missed` and `settings`',
        response: responses(
          {
            200: {
              media: ['text/event-stream'],
              description: 'Events until either side closes the connection.',
            },
          },
          'key_required',
          'too_many_guesses',
          'too_many_listeners',
        ),
      },
    },
    (_request, reply) => {
      if (!hub.attach(reply.raw)) throw new AppError('too_many_listeners')
      reply.hijack()
    },
  )
}
