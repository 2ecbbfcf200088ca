import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { HealthFacts } from '../../health/views/facts.ts'
import { chooseView, type HealthView } from './negotiate.ts'
import { httpStatus, overall } from '../../health/views/overall.ts'
import { renderIetf, renderLive, renderReady } from '../../health/views/render-ietf.ts'
import {
  renderBasic,
  renderCcproxy,
  renderDetailed,
  renderFork,
  renderGroq,
  renderSuperset,
} from '../../health/views/render-json.ts'
import { renderGroqStatus, renderStatus } from '../../health/views/render-status.ts'
import { AppError } from '../../../shared/errors.ts'

export interface HealthRouteDeps {
  /** The current facts; never looks anything up. */
  facts: (caller: { trusted: boolean; strict: boolean }) => HealthFacts
  isTrusted: (request: FastifyRequest) => boolean
  /** The exposition text; `undefined` when metrics are disabled. */
  metrics: (() => Promise<string>) | undefined
  onError: (error: unknown) => void
}

type Query = Record<string, string | undefined>

// Sent as bytes, because Fastify would add a charset to text, which this media type doesn't define.
const HEALTH_JSON = 'application/health+json'
const JSON_TYPE = 'application/json; charset=utf-8'
const EXPOSITION = 'text/plain; version=0.0.4; charset=utf-8'

interface HealthResponse {
  status: number
  body: object
  type: typeof HEALTH_JSON | typeof JSON_TYPE
}

/**
 * Registers every health, status and metrics endpoint (see `main/health/views/README.md`). HEAD is implied by each GET.
 */
export function registerHealth(app: FastifyInstance, deps: HealthRouteDeps): void {
  function factsFor(request: FastifyRequest): HealthFacts {
    return deps.facts({ trusted: deps.isTrusted(request), strict: queryOf(request)['strict'] === '1' })
  }
  function requireTrust(request: FastifyRequest): void {
    if (!deps.isTrusted(request)) throw new AppError('key_required')
  }
  /** Catches rendering errors: probes expect the documented 500, not a framework's. */
  function response(
    reply: FastifyReply,
    type: HealthResponse['type'],
    render: () => Omit<HealthResponse, 'type'>,
  ) {
    try {
      return send(reply, { ...render(), type })
    } catch (error) {
      deps.onError(error)
      return send(reply, { status: 500, body: INTERNAL_ERRORS[type](), type })
    }
  }

  app.get('/health', async (request, reply) => {
    fresh(reply).header('vary', 'Accept')
    const facts = attempt(() => factsFor(request))
    const view = chooseView({
      view: queryOf(request)['view'],
      accept: request.headers.accept,
      fallback: facts?.policy.defaultView ?? 'json',
    })
    if (view === 'prometheus') {
      if (deps.metrics === undefined) throw new AppError('not_found')
      requireTrust(request)
      return reply.type(EXPOSITION).send(await deps.metrics())
    }
    return response(reply, view === 'ietf' ? HEALTH_JSON : JSON_TYPE, () => {
      const known = facts ?? factsFor(request)
      return { status: httpStatus(overall(known)), body: RENDERERS[view](known, queryOf(request)) }
    })
  })
  // Always 200, or an orchestrator would restart the program.
  app.get('/health/live', (request, reply) => {
    const body = renderLive(attempt(() => factsFor(request))?.version ?? 'unknown')
    return send(fresh(reply), { status: 200, body, type: HEALTH_JSON })
  })
  app.get('/health/ready', (request, reply) =>
    response(fresh(reply), HEALTH_JSON, () => renderReady(factsFor(request))),
  )
  app.get('/health/detailed', (request, reply) =>
    response(fresh(reply), JSON_TYPE, () => {
      const facts = factsFor(request)
      return { status: httpStatus(overall(facts)), body: renderDetailed(facts) }
    }),
  )
  app.get('/status', (request, reply) => {
    fresh(reply)
    requireTrust(request)
    const render = queryOf(request)['view'] === 'groq' ? renderGroqStatus : renderStatus
    return response(reply, JSON_TYPE, () => ({ status: 200, body: render(factsFor(request)) }))
  })
  app.get('/metrics', async (request, reply) => {
    fresh(reply)
    if (deps.metrics === undefined) throw new AppError('not_found')
    requireTrust(request)
    return reply.type(EXPOSITION).send(await deps.metrics())
  })
}

function send(reply: FastifyReply, { status, body, type }: HealthResponse): FastifyReply {
  return reply
    .code(status)
    .type(type)
    .send(Buffer.from(JSON.stringify(body)))
}

const RENDERERS: Record<Exclude<HealthView, 'prometheus'>, (facts: HealthFacts, query: Query) => object> = {
  ietf: (facts, query) => renderIetf(facts, { compat: query['compat'] === '1' }),
  json: renderSuperset,
  basic: renderBasic,
  detailed: renderDetailed,
  ccproxy: renderCcproxy,
  groq: renderGroq,
  fork: renderFork,
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}

/** The bodies of claude-proxy and, for clients that accept it, of health+json. */
const INTERNAL_ERRORS: Record<HealthResponse['type'], () => object> = {
  [JSON_TYPE]: () => ({
    status: 'error',
    service: 'ccproxy',
    timestamp: new Date().toISOString(),
    error: 'Internal error',
  }),
  [HEALTH_JSON]: () => ({ status: 'fail', output: 'Internal error' }),
}

function queryOf(request: FastifyRequest): Query {
  return request.query as Query
}

function fresh(reply: FastifyReply): FastifyReply {
  return reply.header('cache-control', 'no-cache, no-store, must-revalidate')
}
