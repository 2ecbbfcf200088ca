import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import Fastify from 'fastify'
import { errorReply } from '../../errors.ts'
import { toAppError } from '../../to-app-error.ts'
import { acceptJson } from '../accept-json.ts'
import type { TypedApp } from '../log/log-routes.ts'
import { validate } from '../query/validate.ts'

/** For tests of single routes: a server without any, with our validation and our errors. */
export function createTestApp(): TypedApp {
  const app = Fastify().withTypeProvider<TypeBoxTypeProvider>()
  app.setValidatorCompiler(validate)
  app.setSerializerCompiler(() => JSON.stringify)
  acceptJson(app)
  app.setErrorHandler((thrown, request, reply) => {
    const { status, headers, body } = errorReply(toAppError(thrown), { url: request.url, id: '' })
    return reply.code(status).headers(headers).type('application/json').send(body)
  })
  return app
}
