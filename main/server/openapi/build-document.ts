import Fastify from 'fastify'
import { setImmediate } from 'node:timers/promises'
import { NO_COMPILERS } from '../no-compilers.ts'
import { responses } from './responses.ts'
import { COMPONENTS } from './components.ts'
import { type Operation, OPERATIONS } from './operations.ts'
import { toOpenApi } from './to-openapi.ts'
import { toYaml } from './to-yaml.ts'

/** A route as it was registered. */
export interface KnownRoute {
  method: string
  /** Its template, for example `/api/requests/:id`. */
  url: string
  schema: unknown
}

export interface OpenApiDocument {
  json: string
  yaml: string
}

/**
 * Builds the OpenAPI document from the schemas of the documented routes and from `OPERATIONS`. Built on the first
 * request, in a Fastify instance of its own, because its libraries would slow down every start. Works in short steps,
 * because streams run meanwhile.
 */
export async function buildDocument(routes: readonly KnownRoute[]): Promise<OpenApiDocument> {
  const { default: swagger } = await import('@fastify/swagger')
  const app = Fastify({ exposeHeadRoutes: false, schemaController: { compilersFactory: NO_COMPILERS } })
  app.setValidatorCompiler(() => () => true)
  app.setSerializerCompiler(() => JSON.stringify)
  await app.register(swagger, {
    openapi: { openapi: '3.0.3', ...HEAD },
    refResolver: {
      buildLocalReference: ({ $id }, _base, _fragment, i) => (typeof $id === 'string' ? $id : `def-${i}`),
    },
  })
  for (const [name, schema] of Object.entries(COMPONENTS)) {
    app.addSchema({ ...(toOpenApi(schema, name) as object), $id: name })
  }
  for (const { method, url, operation } of describe(routes)) {
    app.route({ method, url, schema: toSchema(url, operation), handler: () => undefined })
    await setImmediate()
  }
  await app.ready()
  await setImmediate()
  const json = JSON.stringify(app.swagger())
  await setImmediate()
  const document = { json, yaml: toYaml(JSON.parse(json)) }
  await app.close()
  return document
}

/** The title is that of claude-code-proxy's document, which this one replaces. */
const HEAD = {
  info: {
    title: 'Claude Code Proxy API',
    description:
      'Signalbox, a local proxy for Claude Code. Forwards the Anthropic API and keeps a request log with usage, shown on a dashboard.',
    version: '1.0.0',
    contact: { name: 'Signalbox' },
    license: { name: 'MIT' },
  },
  servers: [{ url: '/', description: 'This proxy instance' }],
  tags: [
    {
      name: 'proxy',
      description: 'The Anthropic API. Authenticate as with the upstream.',
    },
    {
      name: 'dashboard',
      description:
        'Analytics and configuration. If DASHBOARD_PASSWORD is set, requires HTTP Basic authentication or Signalbox’s key.',
    },
    { name: 'health', description: 'Health and discovery endpoints (no auth required).' },
  ],
  components: {
    securitySchemes: {
      apiKey: {
        type: 'apiKey' as const,
        in: 'header' as const,
        name: 'x-api-key',
        description: 'Anthropic API key (forwarded to upstream), or Signalbox’s key',
      },
      bearerAuth: { type: 'http' as const, scheme: 'bearer', description: 'Bearer token authentication' },
      dashboardBasicAuth: {
        type: 'http' as const,
        scheme: 'basic',
        description: 'Dashboard password (username is ignored)',
      },
    },
  },
  security: [{ apiKey: [] }, { bearerAuth: [] }],
}

interface DescribedRoute {
  method: string
  url: string
  operation: Operation
}

function describe(routes: readonly KnownRoute[]): DescribedRoute[] {
  const known = routes.flatMap(({ method, url, schema }) => {
    const operation = isOperation(schema) ? schema : OPERATIONS[`${method} ${url}`]
    return operation === undefined ? [] : [{ method, url, operation }]
  })
  if (!routes.some(({ url }) => url === '/v1/*')) return known
  const behindStar = ['/v1/messages', '/v1/messages/count_tokens'].flatMap((url) => {
    const operation = OPERATIONS[`POST ${url}`]
    return operation === undefined ? [] : [{ method: 'POST', url, operation }]
  })
  return [...behindStar, ...known]
}

function isOperation(schema: unknown): schema is Operation {
  return typeof schema === 'object' && schema !== null && 'operationId' in schema
}

function toSchema(url: string, operation: Operation): object {
  const { querystring, response, ...rest } = operation
  const tag = tagOf(url)
  const refusals = tag === 'dashboard' ? DASHBOARD_REFUSALS : {}
  return {
    ...(toOpenApi({ ...rest, response: { ...refusals, ...response } }) as object),
    ...(querystring !== undefined && { querystring: toOpenApi(withoutDefaulted(querystring)) }),
    tags: [tag],
    security: SECURITY[tag],
  }
}

/** Properties with a default are optional for clients, although routes can rely on them. */
function withoutDefaulted(schema: {
  properties?: Record<string, object>
  required?: readonly string[]
}): object {
  const { properties = {}, required = [], ...rest } = schema
  return {
    ...rest,
    properties,
    required: required.filter((name) => !('default' in (properties[name] ?? {}))),
  }
}

/** Errors that precede those of every dashboard route. */
const DASHBOARD_REFUSALS = responses({}, 'key_required', 'too_many_guesses')

const SECURITY = {
  proxy: [{ apiKey: [] }, { bearerAuth: [] }],
  // The last entry: on this computer, without a password, no credentials are needed.
  dashboard: [{ dashboardBasicAuth: [] }, { apiKey: [] }, { bearerAuth: [] }, {}],
  health: [],
} as const

function tagOf(url: string): keyof typeof SECURITY {
  if (url.startsWith('/v1/')) return 'proxy'
  return url.startsWith('/api/') || url.startsWith('/providers') ? 'dashboard' : 'health'
}
