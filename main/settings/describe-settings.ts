import type { Settings } from './settings.ts'

/** The startup settings for a support bundle. An allow-list, so that a new secret is never included. */
export function describeSettings(settings: Settings): Record<string, unknown> {
  const { outbound, ca, ...upstreams } = settings.upstreams
  return {
    host: settings.boundHost,
    listenOn: settings.listenOn,
    port: settings.port,
    allowedHosts: settings.allowedHosts,
    keyIsSet: settings.apiKey !== undefined,
    keyOnLoopback: settings.requireKeyOnLoopback,
    dashboardPasswordIsSet: settings.dashboardPassword !== undefined,
    anthropicKeyIsSet: settings.anthropicApiKey !== undefined,
    providerVariables: Object.keys(settings.providerEnv).toSorted(),
    claudeCliPath: settings.claudeCliPath ?? null,
    codexCliPath: settings.codexCliPath ?? null,
    health: settings.health,
    metrics: settings.metricsEnabled,
    asksLoginShell: settings.asksLoginShell ?? null,
    dataDir: settings.dataDir,
    configPath: settings.configPath,
    envFile: settings.envFile ?? null,
    ignoredEnvFile: settings.ignoredEnvFile ?? null,
    environment: settings.environment,
    database: settings.databaseUrl === undefined ? 'file' : 'postgresql',
    upstream: settings.upstream.origin,
    anthropicVersion: settings.anthropicVersion,
    headerTimeoutMs: settings.headerTimeoutMs,
    drainCeilingMs: settings.drainCeilingMs,
    upstreams: {
      retries: upstreams.retries,
      providerRetries: upstreams.providerRetries,
      demoteNonStreaming: upstreams.demoteNonStreaming,
      circuitBreaker: upstreams.circuitBreaker,
      rateLimit: upstreams.rateLimit ?? null,
      httpsProxy: originOf(outbound.httpsProxy),
      httpProxy: originOf(outbound.httpProxy),
      noProxy: outbound.noProxy,
      extraAuthorities: ca.length,
    },
    logLevel: settings.logLevel,
    warnings: settings.warnings,
  }
}

/** Scheme, host and port only: an address may contain credentials, or a key in its path. */
function originOf(address: string | undefined): string | null {
  return URL.parse(address ?? '')?.origin ?? null
}
