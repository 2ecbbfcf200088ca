import { EnvironmentVariables } from '../../../shared/environment-variables.ts'
import { responses } from '../openapi/responses.ts'
import { noStore, type TypedApp } from './log/log-routes.ts'

/** Registers the list of variables that make a setting. */
export function registerEnvironment(
  app: TypedApp,
  { environment }: { environment: EnvironmentVariables },
): void {
  app.get(
    '/api/environment',
    {
      schema: {
        operationId: 'getEnvironment',
        summary: 'List the environment variables in use and where each comes from, without secrets',
        response: responses({ 200: EnvironmentVariables }, 'key_required'),
      },
    },
    (_request, reply) => noStore(reply).send(environment),
  )
}
