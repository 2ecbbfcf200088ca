import { type CallToolResult, fromJsonSchema, McpServer } from '@modelcontextprotocol/server'
import type { Static, TObject, TSchema } from 'typebox'
import { RateLimitsResponse } from '../../../shared/rate-limit.ts'
import { Explanation } from '../../../shared/explanation.ts'
import { PriceTable } from '../../../shared/prices.ts'
import { RequestSummaries } from '../../../shared/request-log.ts'
import { UsageBy } from '../../../shared/usage-by.ts'
import type { Settings } from '../../settings/settings.ts'
import { askInstance } from '../ask-instance.ts'
import { NOTHING_LOGGED } from '../explain.ts'
import type { HowToRun } from '../how-to-run.ts'
import { notRunning } from '../not-running.ts'
import {
  EXPLAIN_ARGUMENTS,
  FIND_ARGUMENTS,
  toFindPath,
  toUsagePath,
  USAGE_ARGUMENTS,
} from './tool-arguments.ts'
import { toExplanationDocument, toRequestRow } from './to-tool-result.ts'

export interface McpOptions {
  settings: Settings
  howTo: HowToRun
  version: string
  /** Also gives text of prompts and responses. */
  bodies: boolean
}

/** Each tool asks the running Signalbox once or twice; none changes anything. */
export function createMcpServer({ settings, howTo, version, bodies }: McpOptions): McpServer {
  const server = new McpServer(
    { name: 'signalbox', version },
    { capabilities: { tools: {} }, instructions: INSTRUCTIONS },
  )
  const readOnly = { readOnlyHint: true, openWorldHint: false }

  async function ask<T extends TSchema>(path: string, schema: T): Promise<Static<T>> {
    const asked = await askInstance(settings, { method: 'GET', path, schema })
    if (asked.kind === 'response') return asked.body
    throw new Error(asked.kind === 'refused' ? asked.error : await notRunning({ port: settings.port, howTo }))
  }
  async function find(query: string): Promise<object> {
    const [{ requests, total }, prices] = await Promise.all([
      ask(`/api/requests/summary?${query}`, RequestSummaries),
      ask('/api/prices', PriceTable),
    ])
    return { total, requests: requests.map((row) => toRequestRow(row, { prices, bodies })) }
  }
  async function explain(id: string): Promise<object> {
    const { requests } = id === 'last' ? await ask(LATEST, RequestSummaries) : { requests: [] }
    const last = requests.find(({ termination }) => termination !== undefined)?.requestId
    const found = id === 'last' ? last : id
    if (found === undefined) throw new Error(NOTHING_LOGGED)
    const path = `/api/requests/${encodeURIComponent(found)}/explanation`
    return toExplanationDocument(await ask(path, Explanation), { bodies })
  }

  server.registerTool(
    'find_requests',
    {
      title: 'Find requests',
      description:
        'Lists requests that Claude Code sent through Signalbox, with model, duration, tokens, estimated cost and cache miss. Use sort "cost" for the most expensive ones.',
      inputSchema: toInput(FIND_ARGUMENTS),
      annotations: readOnly,
    },
    (given) => answer(() => find(toFindPath(given))),
  )
  server.registerTool(
    'explain_request',
    {
      title: 'Explain a request',
      description:
        'Explains one request: why it missed the prompt cache and what that cost, what fills its context, and where its time went.',
      inputSchema: toInput(EXPLAIN_ARGUMENTS),
      annotations: readOnly,
    },
    ({ id }) => answer(() => explain(id)),
  )
  server.registerTool(
    'get_usage',
    {
      title: 'Usage and cost',
      description: 'Sums tokens and estimated cost in US dollars, by project, session, agent, model or time.',
      inputSchema: toInput(USAGE_ARGUMENTS),
      annotations: readOnly,
    },
    (given) => answer(() => ask(toUsagePath(given, Date.now()), UsageBy)),
  )
  server.registerTool(
    'get_limits',
    {
      title: 'Current limits',
      description:
        'Returns how much of each rate limit is used and when it resets, as Anthropic last reported.',
      annotations: readOnly,
    },
    () => answer(async () => toLimits(await ask('/api/rate-limits', RateLimitsResponse))),
  )
  return server
}

const INSTRUCTIONS =
  'Reads the request log of Signalbox, the local proxy that Claude Code sends its requests through. To explain why a turn was expensive, find it with find_requests (sort "cost", the session or project) and read explain_request.'
const LATEST = '/api/requests/summary?limit=20&kind=main'

function toInput<T extends TObject>(schema: T) {
  const { type, properties, required } = schema
  return fromJsonSchema<Static<T>>({
    type,
    properties,
    required,
    additionalProperties: false,
  })
}

async function answer(read: () => Promise<object>): Promise<CallToolResult> {
  try {
    return { content: [{ type: 'text', text: JSON.stringify(await read()) }] }
  } catch (error) {
    return {
      content: [{ type: 'text', text: error instanceof Error ? error.message : String(error) }],
      isError: true,
    }
  }
}

/** The raw headers repeat what the windows say. */
function toLimits({ rateLimits }: RateLimitsResponse): object {
  return {
    limits: rateLimits.map(({ organizationId, capturedAt, ageMs, windows }) => ({
      organizationId,
      capturedAt,
      ageMs,
      windows,
    })),
  }
}
