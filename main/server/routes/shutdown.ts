import { AppError } from '../../../shared/errors.ts'
import type { Livez } from '../../../shared/livez.ts'
import { ShutdownResponse, ShutdownRequest } from '../../../shared/shutdown.ts'
import { acceptJson } from './accept-json.ts'
import type { ShutdownHost } from '../../base/signalbox.ts'
import { responses } from '../openapi/responses.ts'
import { noStore, type TypedApp } from './log/log-routes.ts'

export interface ShutdownDeps {
  livez: () => Livez
  /** The program around this server; undefined if nothing can end it, as in a test. */
  shutdownHost: () => ShutdownHost | undefined
}

/** Ends or restarts the program. In a scope of its own, because it takes JSON. */
export function registerShutdown(scope: TypedApp, { livez, shutdownHost }: ShutdownDeps): void {
  acceptJson(scope)
  scope.post(
    '/api/shutdown',
    {
      schema: {
        operationId: 'shutDown',
        summary: 'Stop or restart Signalbox, after running requests finish or immediately',
        body: ShutdownRequest,
        response: responses(
          { 202: ShutdownResponse },
          'bad_body',
          'json_expected',
          'json_too_large',
          'key_required',
          'too_many_guesses',
          'shutdown_unavailable',
          'restart_unavailable',
        ),
      },
      preValidation: async (request) => {
        request.body ??= {}
      },
    },
    async ({ body: { now = false, restart = false } }, reply) => {
      const host = shutdownHost()
      if (host === undefined) throw new AppError('shutdown_unavailable')
      if (restart && !host.canRestart) throw new AppError('restart_unavailable')
      const { instance_id, in_flight } = livez()
      // Only after the response is sent, because it tells the client what to wait for.
      reply.raw.once('finish', () => host.end({ now, restart }))
      const response = { pid: process.pid, instance_id, in_flight, start_command: host.startCommand }
      return noStore(reply).code(202).send(response)
    },
  )
}
