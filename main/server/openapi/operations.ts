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

const MESSAGE_FAILURES = {
  400: failure('The request is not valid.'),
  401: failure('The credential was refused, or Signalbox asks for its key.'),
  413: failure('The body is larger than 64 MB.'),
  429: failure("The upstream's limit is reached."),
  500: failure('The upstream, or Signalbox, failed.'),
  502: failure('The upstream could not be reached.'),
  503: failure('Signalbox is draining; try again soon.'),
  504: failure('The upstream sent no response headers in time.'),
}

const MessagesQuery = Type.Object({
  beta: Type.Optional(Type.String({ description: 'Whatever is here is passed on.' })),
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
      'Passes the request on to the upstream, or to the provider that a route names, and its answer back as it is, streaming or not.',
    querystring: MessagesQuery,
    body: AnthropicRequest,
    response: {
      200: {
        description: 'The message, or its stream',
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
    response: { 200: json('The count', TokenCount), ...MESSAGE_FAILURES },
  },
  'POST /v1/chat/completions': {
    operationId: 'chatCompletions',
    summary: 'Chat completions (OpenAI-compatible, not supported)',
    description: 'Always 400: tells who takes Signalbox for OpenAI to use /v1/messages.',
    body: Type.Object({}),
    response: responses({}, 'use_messages'),
  },
  'GET /v1/models': {
    operationId: 'listModels',
    summary: 'List available models',
    response: {
      200: json('Models; an empty list says that any model of the upstream will do', ModelsResponse),
    },
  },
  'GET /health': {
    operationId: 'healthCheck',
    summary: 'Health check (binary up/ready signal for load balancers)',
    querystring: Type.Object({
      view: Type.Optional(
        Type.String({ description: 'ietf, basic, detailed, ccproxy, groq, fork or prometheus.' }),
      ),
      strict: Type.Optional(Type.String({ description: '1: every check is critical.' })),
    }),
    response: {
      200: health('Healthy', HealthResponse),
      503: health(
        'Draining, or unhealthy. Stop routing here.',
        Type.Union([DrainingResponse, HealthResponse]),
      ),
    },
  },
  'GET /health/live': {
    operationId: 'healthLive',
    summary: 'Whether the program runs at all',
    response: {
      200: { description: 'It does', content: { [HEALTH_JSON]: { schema: HealthCheckResponse } } },
    },
  },
  'GET /health/ready': {
    operationId: 'healthReady',
    summary: 'Whether requests may be sent here',
    response: {
      200: { description: 'They may', content: { [HEALTH_JSON]: { schema: HealthCheckResponse } } },
      503: { description: 'Not now', content: { [HEALTH_JSON]: { schema: HealthCheckResponse } } },
    },
  },
  'GET /health/detailed': {
    operationId: 'healthDetailed',
    summary: 'The health of each component',
    response: {
      200: json('Healthy', DetailedHealthResponse),
      503: json('Draining, or unhealthy', DetailedHealthResponse),
    },
  },
  'GET /livez': {
    operationId: 'livenessProbe',
    summary: 'Live operational state (in-flight gauge + draining flag)',
    description: 'Always 200. Never counted, and answered while draining.',
    response: { 200: json('Operational state', Livez) },
  },
  'GET /status': {
    operationId: 'getServiceStatus',
    summary: 'What runs here',
    response: responses({ 200: StatusResponse }, 'key_required'),
  },
  'GET /metrics': {
    operationId: 'getMetrics',
    summary: 'Prometheus metrics',
    response: responses(
      { 200: { media: ['text/plain'], description: 'Exposition text' } },
      'key_required',
      'not_found',
    ),
  },
  'GET /': {
    operationId: 'getRoot',
    summary: 'The dashboard for browsers, a greeting for programs',
    response: {
      200: {
        description: 'The page, or the greeting',
        content: { 'text/html': { schema: Type.String() }, 'application/json': { schema: RootResponse } },
      },
    },
  },
}
