import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify'
import type { RequestListener } from 'node:http'
import type { AppError, ErrorCode } from '../../shared/errors.ts'
import { SECURITY_HEADERS } from '../../shared/security-headers.ts'
import type { ServerDeps } from './server-deps.ts'
import { errorReply } from './errors.ts'
import type { EventHub } from './events/create-event-hub.ts'
import type { ExportThread } from '../export/create-export-thread.ts'
import { renderRoot } from '../health/views/render-status.ts'
import type { KnownRoute } from './openapi/build-document.ts'
import { createPassword } from './guard/password.ts'
import { validate } from './routes/query/validate.ts'
import { requireAccess } from './guard/require-access.ts'
import { NO_COMPILERS } from './no-compilers.ts'
import { registerApi } from './routes/api.ts'
import { registerDashboard } from './routes/dashboard.ts'
import { registerHealth } from './routes/health.ts'
import type { TypedApp } from './routes/log/log-routes.ts'
import { registerOpenApi } from './routes/openapi.ts'
import { registerPages } from './routes/pages.ts'
import { registerProbes } from './routes/probes.ts'
import { registerShutdown } from './routes/shutdown.ts'
import { registerStatusLine } from './routes/status-line.ts'
import { isMessagesRequest, registerV1 } from './routes/v1.ts'
import { toAppError } from './to-app-error.ts'

/** Registers every route and the hooks that all of them share. */
export async function buildApp(
  deps: ServerDeps,
  { hub, exports }: { hub: EventHub | undefined; exports: ExportThread },
): Promise<RequestListener> {
  const app = createApp(deps)
  const routes = collectRoutes(app)
  const isTrusted = (request: FastifyRequest) => deps.access.isTrusted(request.raw)
  registerProbes(app, { livez: deps.livez, onLook: deps.onLook, isTrusted })
  registerHealth(app, {
    facts: deps.facts,
    metrics: deps.metrics,
    isTrusted,
    onError: (error) => deps.log.error({ err: error }, 'failed to render health'),
  })
  registerOpenApi(app, routes)
  registerApi(app, deps)
  await app.register(async (scope) => registerShutdown(scope.withTypeProvider<TypeBoxTypeProvider>(), deps))
  const carryMessages = registerV1(app, {
    ...deps,
    onStarted(request) {
      deps.onStarted(request)
      hub?.opened(request)
    },
  })
  if (deps.dashboard !== undefined && hub !== undefined) {
    const dashboard = {
      ...deps.dashboard,
      hub,
      exports,
      inFlight: deps.inFlight,
      logger: deps.log,
      version: () => deps.livez().version,
      baseUrl: () => deps.status().base_url,
      facts: deps.facts,
      status: deps.status,
      now: Date.now,
    }
    await app.register(async (scope) =>
      registerDashboard(scope.withTypeProvider<TypeBoxTypeProvider>(), dashboard),
    )
  }
  const { statusLine } = deps
  if (statusLine !== undefined)
    await app.register(async (scope) => registerStatusLine(scope, { statusLine, isTrusted }))
  await registerPages(app, {
    pages: deps.pages,
    root: () => renderRoot(deps.facts({ trusted: false, strict: false })),
  })
  await app.ready()
  // Bypasses Fastify: for a request that is only relayed, its objects cost as much as all our checks.
  return (req, res) => (isMessagesRequest(req) ? carryMessages(req, res) : app.routing(req, res))
}

function createApp({ newId, log, access, dashboardPassword }: ServerDeps): TypedApp {
  const app = Fastify({
    logger: false,
    routerOptions: { maxParamLength: 64 * 1024 },
    schemaController: { compilersFactory: NO_COMPILERS },
    frameworkErrors: (_error, _request, reply) => {
      void sendError(reply, 'bad_request_target', newId())
    },
  }).withTypeProvider<TypeBoxTypeProvider>()
  app.setValidatorCompiler(validate)
  // Schemas only document: fields beyond them are kept, and most responses are serialized already.
  app.setSerializerCompiler(() => JSON.stringify)
  const password = createPassword({ password: dashboardPassword, access, now: () => performance.now() })
  app.addHook('onRequest', requireAccess({ password, newId }))
  app.addHook('onSend', async (_request, reply) => {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) {
      if (!reply.hasHeader(name)) reply.header(name, value)
    }
  })
  app.setNotFoundHandler((_request, reply) => sendError(reply, 'not_found', newId()))
  app.setErrorHandler((thrown, request, reply) => {
    const error = toAppError(thrown)
    const facts = { route: request.routeOptions.url, error: error.code }
    if (error.code === 'internal') log.error({ ...facts, err: error.cause }, 'API request failed')
    else if (error.cause !== undefined)
      log.warn({ ...facts, cause: reasonOf(error.cause) }, 'API request failed')
    return sendError(reply, error, newId())
  })
  return app
}

/** For the OpenAPI document. HEAD is skipped, because every GET implies it. */
function collectRoutes(app: TypedApp): readonly KnownRoute[] {
  const routes: KnownRoute[] = []
  app.addHook('onRoute', ({ method, url, schema }) => {
    for (const one of [method].flat()) if (one !== 'HEAD') routes.push({ method: one, url, schema })
  })
  return routes
}

/** Leaves the message out: it may hold a path, an address or client input. */
function reasonOf(cause: unknown): unknown {
  if (!(cause instanceof Error)) return undefined
  if ('reason' in cause) return cause.reason
  return 'code' in cause ? cause.code : cause.name
}

function sendError(reply: FastifyReply, error: AppError | ErrorCode, id: string): FastifyReply {
  const { status, headers, body } = errorReply(error, { url: reply.request.url, id })
  return reply.code(status).headers(headers).send(body)
}
