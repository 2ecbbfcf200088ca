import { Type } from 'typebox'
import { Livez } from '../../../shared/livez.ts'
import { responses } from './responses.ts'
import {
  AnthropicError,
  AnthropicRequest,
  AnthropicResponse,
  ModelsResponse,
  TokenCount,
} from './anthropic-schemas.ts'
import {
  DetailedHealthResponse,
  DrainingResponse,
  HealthCheckResponse,
  HealthResponse,
  RootResponse,
  StatusResponse,
} from './health-schemas.ts'

/** The parts of a route's schema that the document repeats. */
export interface Operation {
  operationId: string
  summary: string
  description?: string
  querystring?: object
  params?: object
  body?: object
  response: Record<string, unknown>
}

const HEALTH_JSON = 'application/health+json'

const json = (description: string, schema: object) => ({
  description,
  content: { 'application/json': { schema } },
})
const health = (description: string, schema: object) => ({
  description,
  content: { 'application/json': { schema }, [HEALTH_JSON]: { schema: HealthCheckResponse } },
})

const failure = (description: string) => json(description, AnthropicError)

const OPENAI_CLIENTS =
  'Passes to the provider that `clients.openai` names, byte for byte, and is logged with its usage.'

const MESSAGE_FAILURES = {
  400: failure('The request is invalid.'),
  401: failure('The upstream rejected the credentials, or Signalbox requires its key.'),
  413: failure('The request body is larger than 64 MB.'),
  429: failure('A rate limit of the upstream is reached.'),
  500: failure('The upstream or Signalbox failed.'),
  502: failure('Signalbox can’t reach the upstream.'),
  503: failure('Signalbox is draining. Retry later.'),
  504: failure('The upstream sent no response headers in time.'),
}

const MessagesQuery = Type.Object({
  beta: Type.Optional(Type.String({ description: 'Forwarded unchanged.' })),
})

/**
 * Routes without a schema, by method and template: `/v1` requests are taken over before Fastify validates them, so a
 * schema would only be compiled and never used.
 */
export const OPERATIONS: Readonly<Record<string, Operation>> = {
  'POST /v1/messages': {
    operationId: 'createMessage',
    summary: 'Create a message (Anthropic Messages API)',
    description:
      'Forwards the request to the upstream, or to the provider selected by a route, and returns the response, streamed if requested.',
    querystring: MessagesQuery,
    body: AnthropicRequest,
    response: {
      200: {
        description: 'The message, or its event stream',
        content: {
          'application/json': { schema: AnthropicResponse },
          'text/event-stream': { schema: Type.String() },
        },
      },
      ...MESSAGE_FAILURES,
    },
  },
  'POST /v1/messages/count_tokens': {
    operationId: 'countTokens',
    summary: 'Count the tokens of a message',
    querystring: MessagesQuery,
    body: Type.Object({}),
    response: { 200: json('The token count', TokenCount), ...MESSAGE_FAILURES },
  },
  'POST /v1/chat/completions': {
    operationId: 'chatCompletions',
    summary: 'Chat completions of the provider for OpenAI clients',
    description: OPENAI_CLIENTS,
    body: Type.Object({}),
    response: responses({}, 'use_messages'),
  },
  'POST /v1/responses': {
    operationId: 'createResponse',
    summary: 'Responses of the provider for OpenAI clients, such as Codex',
    description: OPENAI_CLIENTS,
    body: Type.Object({}),
    response: responses({}, 'use_messages'),
  },
  'GET /v1/models': {
    operationId: 'listModels',
    summary: 'List available models',
    response: {
      200: json(
        'Advertised models and those with a route of their own, then the upstream’s list if the request has credentials.',
        ModelsResponse,
      ),
    },
  },
  'GET /health': {
    operationId: 'healthCheck',
    summary: 'Health check (binary up/ready signal for load balancers)',
    querystring: Type.Object({
      view: Type.Optional(
        Type.String({
          description: 'Response format: ietf, basic, detailed, ccproxy, groq, fork or prometheus.',
        }),
      ),
      strict: Type.Optional(Type.String({ description: '1 treats every warning as a failure.' })),
    }),
    response: {
      200: health('Healthy', HealthResponse),
      503: health(
        'Draining or unhealthy. Stop sending traffic here.',
        Type.Union([DrainingResponse, HealthResponse]),
      ),
    },
  },
  'GET /health/live': {
    operationId: 'healthLive',
    summary: 'Liveness probe',
    response: {
      200: {
        description: 'The process is running',
        content: { [HEALTH_JSON]: { schema: HealthCheckResponse } },
      },
    },
  },
  'GET /health/ready': {
    operationId: 'healthReady',
    summary: 'Readiness probe',
    response: {
      200: { description: 'Ready for requests', content: { [HEALTH_JSON]: { schema: HealthCheckResponse } } },
      503: { description: 'Not ready', content: { [HEALTH_JSON]: { schema: HealthCheckResponse } } },
    },
  },
  'GET /health/detailed': {
    operationId: 'healthDetailed',
    summary: 'Health of each component',
    response: {
      200: json('Healthy', DetailedHealthResponse),
      503: json('Draining or unhealthy', DetailedHealthResponse),
    },
  },
  'GET /livez': {
    operationId: 'livenessProbe',
    summary: 'Live operational state (in-flight gauge + draining flag)',
    description: 'Always 200, also while draining. Not counted as a request.',
    response: { 200: json('Operational state', Livez) },
  },
  'GET /status': {
    operationId: 'getServiceStatus',
    summary: 'Service status',
    response: responses({ 200: StatusResponse }, 'key_required'),
  },
  'GET /metrics': {
    operationId: 'getMetrics',
    summary: 'Prometheus metrics',
    response: responses(
      { 200: { media: ['text/plain'], description: 'Metrics in the Prometheus text format' } },
      'key_required',
      'not_found',
    ),
  },
  'GET /': {
    operationId: 'getRoot',
    summary: 'Dashboard (HTML) or service information (JSON)',
    response: {
      200: {
        description: 'The dashboard page, or the service information',
        content: { 'text/html': { schema: Type.String() }, 'application/json': { schema: RootResponse } },
      },
    },
  },
}
