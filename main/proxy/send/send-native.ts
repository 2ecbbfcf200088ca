import type { IncomingMessage } from 'node:http'
import { type Environment, findNativeKey } from '../../providers/resolve-provider.ts'
import { aggregate, type PartialResponse } from '../aggregate/aggregate.ts'
import { forceStream } from '../aggregate/force-stream.ts'
import type { HeaderRules } from '../header-rules.ts'
import { countForward, maxForwards } from '../gateway-rules.ts'
import { headerValue, type RawHeaders, toUpstreamHeaders } from '../headers.ts'
import type { OwnSecrets } from '../own-secrets.ts'
import { nothingWasSent, retry } from './retry.ts'
import type { RoutedProvider } from '../route/routing-config.ts'
import { send, type Sender } from './send.ts'
import type { UpstreamRequest } from './upstream-request.ts'
import type { UpstreamClient } from './upstream-client.ts'

export interface NativeDeps {
  client: UpstreamClient
  /** The upstream for requests with the client's own credentials. */
  upstream: URL
  /** Sent as `anthropic-version` if the client sent none. */
  anthropicVersion: string
  /** 0 disables the timeout. */
  headerTimeoutMs: number
  /** Names of the headers that carry Signalbox's own key in this request. */
  keyHeaders: (raw: RawHeaders) => readonly string[]
  ownSecrets: OwnSecrets
  /** Our name in `Via`, unique to this instance. */
  pseudonym: string
  /** Keys of providers that have none in the settings. */
  env: Environment
  /** Replaces our own key if a client sent that instead of its own credentials. */
  anthropicApiKey: string | undefined
  /** Maximum number of retries if nothing was sent. */
  retries: number
  random: () => number
  onOddity: (what: string) => void
}

export interface NativeRequest {
  req: IncomingMessage
  /** Path and query in place of the client's. */
  url?: string | undefined
  /** `null` if the client sent none. */
  body: Buffer | null
  /** The body was decoded, so `content-encoding` must be removed. */
  isDecoded: boolean
  /** Requests a stream if the client did not, and aggregates it into one message. */
  demotes: boolean
  rules: HeaderRules
  /** Wraps each attempt; see `AttemptLog`. */
  watch: (sender: Sender, origin: string) => Sender
  /** See `AggregateOptions`. */
  onPartial: (partial: PartialResponse) => void
}

export interface NativeAttempt {
  sender: Sender
  isDemoted: boolean
}

/** An attempt at an upstream that speaks Anthropic's format: the client's bytes, with the user's changes. */
export function sendNative(target: RoutedProvider, request: NativeRequest, deps: NativeDeps): NativeAttempt {
  const { req, demotes } = request
  const isPlain = request.isDecoded || headerValue(req.rawHeaders, 'content-encoding') === undefined
  const forced = demotes && isPlain && request.body !== null ? forceStream(request.body) : undefined
  const upstreamRequest = toRequest(target, { ...request, body: forced ?? request.body }, deps)
  const once: Sender = (receiver) =>
    send(deps.client, upstreamRequest, { receiver, headerTimeoutMs: deps.headerTimeoutMs })
  const watched = request.watch(once, upstreamRequest.origin)
  const sender = retry(watched, { most: deps.retries, shouldRetry: nothingWasSent, random: deps.random })
  if (forced === undefined) return { sender, isDemoted: false }
  const watchers = { onOddity: deps.onOddity, onPartial: request.onPartial }
  return { sender: aggregate(sender, watchers), isDemoted: true }
}

function toRequest(
  target: RoutedProvider,
  request: Pick<NativeRequest, 'req' | 'url' | 'body' | 'isDecoded' | 'rules'>,
  deps: NativeDeps,
): UpstreamRequest {
  const { req, url = req.url ?? '/' } = request
  const base = target.config.apiBaseUrl === undefined ? deps.upstream : new URL(target.config.apiBaseUrl)
  const plan = headerPlan(req.rawHeaders, { target, deps })
  return buildRequest({ base, target: url, plan }, request, deps)
}

/**
 * The client's request for another address.
 *
 * @param where.target path and query below the base
 * @param where.plan headers that are dropped, and those added if they are missing
 */
export function buildRequest(
  where: { base: URL; target: string; plan: Parameters<typeof toUpstreamHeaders>[1] },
  { req, body, isDecoded, rules }: Pick<NativeRequest, 'req' | 'body' | 'isDecoded' | 'rules'>,
  deps: NativeDeps,
): UpstreamRequest {
  const { base, target, plan } = where
  const drop = [...plan.drop, ...deps.ownSecrets.headers(req.rawHeaders)]
  if (isDecoded) drop.push('content-encoding')
  const left = maxForwards(req)
  const raw = left === undefined ? req.rawHeaders : countForward(req.rawHeaders, left)
  const headers = toUpstreamHeaders(raw, { ...plan, drop })
  // A loop passes through this machine or its network (RFC 9110 §7.6.3); public upstreams do not see our name.
  if (deps.client.isPrivate(base)) headers.push('via', `${req.httpVersion} ${deps.pseudonym}`)
  return {
    origin: base.origin,
    path: joinPath(base, deps.ownSecrets.cleanTarget(target)),
    method: req.method ?? 'GET',
    headers: rules.apply(headers),
    body,
  }
}

/** Third-party upstreams get their own API key and never the client's credentials. */
function headerPlan(
  raw: RawHeaders,
  { target, deps }: { target: RoutedProvider; deps: NativeDeps },
): Parameters<typeof toUpstreamHeaders>[1] {
  const own = deps.keyHeaders(raw)
  const version = { 'anthropic-version': deps.anthropicVersion }
  if (target.credential === 'own') {
    const apiKey = findNativeKey(target.config, deps.env)
    const key = apiKey !== undefined && { 'x-api-key': apiKey }
    return { drop: [...own, 'authorization', 'x-api-key'], defaults: { ...version, ...key } }
  }
  const isConsumed = own.includes('x-api-key') || own.includes('authorization')
  const key = isConsumed && deps.anthropicApiKey !== undefined && { 'x-api-key': deps.anthropicApiKey }
  return { drop: own, defaults: { ...version, ...key } }
}

/** The path of the configured base, then the client's target unchanged: nothing is decoded or normalized. */
function joinPath(base: URL, target: string): string {
  return base.pathname === '/' ? target : base.pathname.replace(/\/$/, '') + target
}
