import { Diagnostics, SelfTest } from '../../../shared/diagnostics.ts'
import { collectDiagnostics, type DiagnosticsDeps } from '../../diagnostics/collect-diagnostics.ts'
import { runSelfTest } from '../../diagnostics/run-self-test.ts'
import { responses } from '../openapi/responses.ts'
import { noStore, type TypedApp } from './log/log-routes.ts'

const REFUSALS = ['key_required', 'password_required', 'too_many_guesses'] as const

/** Registers the support bundle and the self-check. */
export function registerDiagnostics(app: TypedApp, deps: DiagnosticsDeps): void {
  app.get(
    '/api/diagnostics',
    {
      schema: {
        operationId: 'getDiagnostics',
        summary:
          'Versions, health, doctor, settings and the last lines of the log, without secrets and bodies',
        response: responses({ 200: Diagnostics }, ...REFUSALS),
      },
    },
    async (_request, reply) => noStore(reply).send(await collectDiagnostics(deps)),
  )
  app.post(
    '/api/diagnostics/self-test',
    {
      schema: {
        operationId: 'testSecurity',
        summary: 'Send forged requests to our own listener, and see each refused',
        response: responses({ 200: SelfTest }, ...REFUSALS),
      },
    },
    async (_request, reply) => noStore(reply).send(await runSelfTest({ ...deps, port: deps.status().port })),
  )
}
