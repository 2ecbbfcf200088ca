import type { ContextWatch } from '../providers/context-watch.ts'
import { createSignatureCache } from '../providers/signature-cache.ts'
import { createBodyBudget } from '../proxy/body-budget.ts'
import { createCircuitBreaker } from '../proxy/send/circuit-breaker.ts'
import type { Routing } from '../proxy/route/create-routing.ts'
import { compileHeaderRules } from '../proxy/header-rules.ts'
import type { RawHeaders } from '../proxy/headers.ts'
import { createOwnSecrets } from '../proxy/own-secrets.ts'
import { createProviderFetch } from '../proxy/send/provider-fetch.ts'
import type { ProxyDeps } from '../proxy/exchange.ts'
import { createRateLimiter } from '../proxy/send/rate-limiter.ts'
import type { ProviderGuards } from '../proxy/send/send-attempt.ts'
import { createReadTurns } from '../proxy/read-turns.ts'
import { createSlabPool } from '../proxy/slab-pool.ts'
import type { UpstreamClient } from '../proxy/send/upstream-client.ts'
import type { Logger } from '../logging/logger.ts'
import type { Budgets } from '../server/budgets/create-budgets.ts'
import type { LiveSettingsSource } from '../server/routes/storage.ts'
import type { Settings } from '../settings/settings.ts'

/** Maximum body memory kept for reuse, in bytes. */
const POOL_BYTES = 32 * 1024 * 1024

/**
 * Maximum memory of bodies until their responses begin, in bytes. Beyond it requests wait, so it is generous: requests
 * of Claude Code are at most 1 MB unless they contain images. Bodies that the log keeps count in its budget instead, so
 * that about sixty requests of 1 MB can wait for their responses at once.
 */
const BODY_BYTES = 32 * 1024 * 1024

/** Number of signatures kept from recent responses for the turns that follow. */
const SHELF = 2_000

export interface WireProxyOptions {
  /** As in `/livez`. */
  instanceId: string
  settings: Settings
  live: Pick<LiveSettingsSource, 'read' | 'onChange'>
  routing: Routing
  client: UpstreamClient
  keyHeaders: (raw: RawHeaders) => readonly string[]
  log: Logger
  contexts: ContextWatch
  /** The user's budgets; without it, nothing is refused. */
  dashboard: { budgets: Pick<Budgets, 'guard'> } | undefined
}

/** The request path between the client and the upstream. */
export function wireProxy({
  instanceId,
  settings,
  live,
  routing,
  client,
  keyHeaders,
  log,
  contexts,
  dashboard,
}: WireProxyOptions): ProxyDeps {
  const { upstreams, headerTimeoutMs, providerEnv } = settings
  const { random } = Math
  const now = () => performance.now()
  let rules = compile(live.read())
  live.onChange(() => {
    rules = compile(live.read())
  })
  const guards = new Map<string, ProviderGuards>()

  return {
    client,
    keyHeaders,
    ownSecrets: createOwnSecrets([settings.apiKey, settings.dashboardPassword]),
    pseudonym: `signalbox-${instanceId}`,
    headerTimeoutMs,
    random,
    pool: createSlabPool(POOL_BYTES),
    bodies: createBodyBudget(BODY_BYTES),
    readTurns: createReadTurns(now),
    upstream: settings.upstream,
    anthropicVersion: settings.anthropicVersion,
    env: providerEnv,
    anthropicApiKey: settings.anthropicApiKey,
    retries: upstreams.retries,
    demotes: upstreams.demoteNonStreaming,
    circuitRefuses: upstreams.circuitBreaker,
    onNextAttempt: (id, forward) =>
      log.warn({ request_id: id, forward }, 'attempt failed, trying the next one'),
    onOddity: (what) => log.warn({ what }, 'unknown element in upstream stream'),
    routing: routing.read,
    rules: () => rules,
    budgetGuard: () => dashboard?.budgets.guard(),
    guards(provider) {
      let own = guards.get(provider)
      if (own === undefined) {
        const { rateLimit } = upstreams
        const limiter = rateLimit && createRateLimiter({ ...rateLimit, now })
        guards.set(provider, (own = { breaker: createCircuitBreaker(now), limiter }))
      }
      return own
    },
    translated: {
      env: providerEnv,
      headerTimeoutMs,
      signatureCache: createSignatureCache(SHELF),
      onRead: contexts.note,
      fetch: createProviderFetch({ client, headerTimeoutMs, random, retries: upstreams.providerRetries }),
      site: { url: providerEnv['OPENROUTER_SITE_URL'], name: providerEnv['OPENROUTER_SITE_NAME'] },
    },
  }
}

function compile(live: ReturnType<LiveSettingsSource['read']>): ReturnType<ProxyDeps['rules']> {
  return {
    request: compileHeaderRules(live.requestHeaderRules),
    response: compileHeaderRules(live.responseHeaderRules),
  }
}
