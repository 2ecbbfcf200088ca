import { makeReport } from '../../testing/make-report.ts'
import type { HealthFacts } from '../facts.ts'

/** Facts of the program in the documents' examples: version 1.0.0, up for 2 h 15 min 30 s. */
export function makeFacts(overrides: Partial<HealthFacts> = {}): HealthFacts {
  return {
    now: new Date('2024-01-15T10:30:00Z'),
    version: '1.0.0',
    build: { version: '1.0.0', commit: 'abc123def', date: '2025-01-17T08:00:00Z' },
    uptimeMs: 8_130_000,
    draining: false,
    inFlight: 0,
    reports: [makeReport('proxy_service', 'pass', { version: '1.0.0' })],
    policy: {
      critical: ['proxy_service'],
      exposeDegraded: false,
      serviceName: 'ccproxy',
      defaultView: 'json',
    },
    strict: false,
    trusted: true,
    host: '0.0.0.0',
    port: 8000,
    pid: 12_345,
    logLevel: 'info',
    apiKeyConfigured: true,
    providers: ['anthropic'],
    route: {
      provider: 'anthropic',
      model: null,
      baseUrl: 'https://api.anthropic.com',
      maxTokens: null,
      single: false,
    },
    performance: {
      memory_mb: 15.2,
      goroutines: 23,
      requests: { total: 1250, success: 1198, failed: 52 },
      latency: { avg_ms: 245, p50_ms: 200, p95_ms: 450, p99_ms: 890 },
    },
    ...overrides,
  }
}

/** Claude Code as in the examples of claude-proxy: installed, signed in. */
export const SIGNED_IN = makeReport('oauth2_credentials', 'pass', {
  auth_status: 'valid',
  credentials_path: '/home/user/.claude/.credentials.json',
  sign_in: {
    status: 'present',
    logged_in: true,
    user: 'user@example.com',
    expires_at: '2024-02-15T10:30:00.000Z',
  },
})

export const CLI_FOUND = makeReport('claude_cli', 'pass', {
  installation_status: 'found',
  cli_status: 'available',
  version: '2.0.0',
  binary_path: '/usr/local/bin/claude',
  version_output: '2.0.0 (Claude Code)',
})

export const CLI_MISSING = makeReport('claude_cli', 'warn', {
  installation_status: 'not_found',
  cli_status: 'not_installed',
  error: 'Claude CLI binary not found in PATH',
  version: null,
  binary_path: null,
  searched_paths: ['/usr/local/bin/claude', '/usr/bin/claude', '~/.local/bin/claude'],
})

export const SIGNED_OUT = makeReport('oauth2_credentials', 'warn', {
  auth_status: 'not_configured',
  error: 'Claude is signed out',
  sign_in: { status: 'missing' },
})
