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
        summary: 'Get a support bundle without secrets and bodies',
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
        summary: 'Run the self-test: forged requests that must be refused',
        response: responses({ 200: SelfTest }, ...REFUSALS),
      },
    },
    async (_request, reply) => noStore(reply).send(await runSelfTest({ ...deps, port: deps.status().port })),
  )
}
