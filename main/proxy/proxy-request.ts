import type { IncomingMessage, ServerResponse } from 'node:http'
import { AppError } from '../../shared/errors.ts'
import type { InFlightPhase } from '../../shared/livez.ts'
import { type RawHeaders, toUpstreamHeaders } from './headers.ts'
import type { InFlightEntry } from './in-flight.ts'
import { readBody } from './read-body.ts'
import { readRequest } from './read-request.ts'
import { type Outcome, relay } from './relay.ts'
import type { SendPhase } from './send.ts'
import type { SlabPool } from './slab-pool.ts'
import type { Trace } from './trace.ts'
import type { UpstreamClient } from './upstream-client.ts'

/** Anthropic takes 32 MB; twice that leaves the verdict to the upstream. In bytes. */
const BODY_LIMIT = 64 * 1024 * 1024

export interface ProxyDeps {
  client: UpstreamClient
  pool: SlabPool
  upstream: URL
  /** Sent as `anthropic-version` where the client sent none. */
  anthropicVersion: string
  /** 0 waits for ever. */
  headerTimeoutMs: number
  /** Names of the headers that carry Signalbox' own key in this request. */
  keyHeaders: (raw: RawHeaders) => readonly string[]
  /** Takes the place of our own key where a client sent that instead of a credential of its own. */
  anthropicApiKey: string | undefined
}

interface Exchange {
  req: IncomingMessage
  res: ServerResponse
  entry: InFlightEntry
  trace: Trace
}

/**
 * Handles one `/v1` request from its first body byte to the close of its response.
 *
 * @throws AppError when nothing was written to the client yet
 * @throws ClientGoneError when the client left before its request was whole
 */
export async function proxyRequest(exchange: Exchange, deps: ProxyDeps): Promise<Outcome> {
  const { req, trace } = exchange
  const url = req.url ?? '/'
  if (deps.client.isOwnConnection(req.socket)) throw new AppError('upstream_is_self')

  const body = await readBody(req, { pool: deps.pool, limit: BODY_LIMIT })
  let held = true
  /** An upstream that answered early may not have read all of it; then the collector takes the memory. */
  function release(): void {
    if (held && !deps.client.isWriting(body.bytes)) {
      held = false
      body.release()
    }
  }
  const isKept = trace.keep(body.bytes, release)
  // A stream lasts minutes; the memory of its request serves others meanwhile, unless the log wants it.
  const onAnswer = isKept ? () => undefined : release
  try {
    return await carry(exchange, { body: body.bytes, url, onAnswer }, deps)
  } finally {
    if (!isKept) release()
  }
}

async function carry(
  { req, res, entry, trace }: Exchange,
  { body, url, onAnswer }: { body: Buffer; url: string; onAnswer: () => void },
  deps: ProxyDeps,
): Promise<Outcome> {
  if (isMessages(req.method, url)) {
    const facts = await readRequest(req, { body, limit: BODY_LIMIT })
    if (facts.model !== undefined) entry.setModel(facts.model)
  }
  return relay(
    res,
    {
      origin: deps.upstream.origin,
      path: joinPath(deps.upstream, url),
      method: req.method ?? 'GET',
      headers: toUpstreamHeaders(req.rawHeaders, headerPlan(req, deps)),
      body: hasBody(req) ? body : null,
    },
    {
      client: deps.client,
      headerTimeoutMs: deps.headerTimeoutMs,
      trace,
      onPhase(phase) {
        entry.setPhase(IN_FLIGHT_PHASE[phase])
        if (phase === 'body') onAnswer()
      },
    },
  )
}

function headerPlan(req: IncomingMessage, deps: ProxyDeps): Parameters<typeof toUpstreamHeaders>[1] {
  const drop = deps.keyHeaders(req.rawHeaders)
  const consumed = drop.includes('x-api-key') || drop.includes('authorization')
  return {
    drop,
    defaults: {
      'anthropic-version': deps.anthropicVersion,
      ...(consumed && deps.anthropicApiKey !== undefined && { 'x-api-key': deps.anthropicApiKey }),
    },
  }
}

const IN_FLIGHT_PHASE = {
  connect: 'connecting',
  send: 'connecting',
  wait: 'waiting',
  body: 'streaming',
  done: 'streaming',
} as const satisfies Record<SendPhase, InFlightPhase>

function isMessages(method: string | undefined, url: string): boolean {
  return method === 'POST' && (url === '/v1/messages' || url.startsWith('/v1/messages?'))
}

/** The path of the configured base, then the client's target as it came: nothing is decoded or normalised. */
function joinPath(base: URL, target: string): string {
  return base.pathname === '/' ? target : base.pathname.replace(/\/$/, '') + target
}

function hasBody(req: IncomingMessage): boolean {
  return req.headers['content-length'] !== undefined || req.headers['transfer-encoding'] !== undefined
}
