import { formatUptime } from './format-uptime.ts'
import type { HealthFacts } from './facts.ts'

/** `GET /status`: the fields of CCProxy together with those of its earlier version (002 and 003 in `README.md`). */
export function renderStatus(facts: HealthFacts): object {
  const { route } = facts
  return {
    service: 'CCProxy',
    version: facts.version,
    status: facts.draining ? 'draining' : 'running',
    uptime: formatUptime(facts.uptimeMs),
    pid: facts.pid,
    host: facts.host,
    port: facts.port,
    api_key_configured: facts.apiKeyConfigured,
    providers: { count: facts.providers.length, active: facts.providers },
    build: facts.build,
    provider: route.provider,
    model: route.model,
    base_url: route.baseUrl,
    max_tokens: route.maxTokens,
  }
}

/** `GET /status?view=groq`: exactly 003 in `README.md`. */
export function renderGroqStatus({ route, version }: HealthFacts): object {
  return {
    provider: route.provider,
    model: route.model,
    base_url: route.baseUrl,
    max_tokens: route.maxTokens,
    status: 'active',
    service: 'ccproxy',
    version,
  }
}

/** `GET /` for programs: 002 and, in single-provider mode, 003 (see `README.md`). */
export function renderRoot({ route, version }: Pick<HealthFacts, 'route' | 'version'>): object {
  return {
    message: route.single ? 'CCProxy Multi-Provider Anthropic API is alive 💡' : 'LLMs API',
    version,
    provider: route.provider,
  }
}
