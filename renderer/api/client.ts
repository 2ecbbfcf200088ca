import { type Static, type TSchema, Type } from 'typebox'
import { Check } from 'typebox/value'
import { StartFailure } from '../../shared/health.ts'
import { type DrainRequest, Livez } from '../../shared/livez.ts'
import { Status } from '../../shared/status.ts'
import { HealthDocument } from './health-document.ts'
import { readRefusal } from './read-refusal.ts'
import type { Outcome } from './reading.ts'

/** `/health` is the server's health document, or the shell's report of why no server runs. */
export const HealthResponse = Type.Union([HealthDocument, StartFailure])
export type HealthResponse = Static<typeof HealthResponse>

/** Requests of the tray to its own origin. No method rejects, except with the reason of an aborted `signal`. */
export interface Client {
  livez: (signal?: AbortSignal) => Promise<Outcome<Livez>>
  health: (signal?: AbortSignal) => Promise<Outcome<HealthResponse>>
  status: (signal?: AbortSignal) => Promise<Outcome<Status>>
  /** @param resumeAfterMs time until the drain ends on its own; without it, only `resume` ends it */
  drain: (resumeAfterMs?: number) => Promise<Outcome<Livez>>
  resume: () => Promise<Outcome<Livez>>
  /** Runs all health checks now. Resolves when all have finished. */
  recheck: () => Promise<Outcome<null>>
}

export interface ClientDeps {
  fetch: typeof fetch
}

/** A client for relative URLs: the page's origin is always the local server or the desktop shell. */
export function createClient(deps: ClientDeps): Client {
  const get = <T extends TSchema>(path: string, schema: T, limit: Limit) => ask(deps, path, schema, limit)
  return {
    livez: (signal) => get('/livez', Livez, { timeoutMs: 2_000, signal }),
    health: (signal) => get('/health', HealthResponse, { timeoutMs: 5_000, signal, accept: HEALTH_JSON }),
    status: (signal) => get('/api/status', Status, { timeoutMs: 2_000, signal }),
    drain: (resumeAfterMs) => {
      const body: DrainRequest = resumeAfterMs === undefined ? {} : { resume_after_ms: resumeAfterMs }
      return ask(deps, '/api/drain', Livez, { method: 'POST', timeoutMs: 5_000, body })
    },
    resume: () => ask(deps, '/api/drain', Livez, { method: 'DELETE', timeoutMs: 5_000 }),
    // Longer than the server's 20 s limit for its slowest check.
    recheck: () => ask(deps, '/api/health/recheck', Type.Null(), { method: 'POST', timeoutMs: 30_000 }),
  }
}

const HEALTH_JSON = 'application/health+json'

interface Limit {
  timeoutMs: number
  signal?: AbortSignal | undefined
  method?: 'GET' | 'POST' | 'DELETE'
  accept?: string
  body?: object
}

async function ask<T extends TSchema>(
  deps: ClientDeps,
  path: string,
  schema: T,
  { timeoutMs, signal, method = 'GET', accept = 'application/json', body: sent }: Limit,
): Promise<Outcome<Static<T>>> {
  const timeout = AbortSignal.timeout(timeoutMs)
  try {
    const response = await deps.fetch(path, {
      method,
      headers: { accept, ...(sent && { 'content-type': 'application/json' }) },
      ...(sent && { body: JSON.stringify(sent) }),
      cache: 'no-store',
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    })
    const body: unknown = response.status === 204 ? null : await response.json()
    if (Check(schema, body)) return { kind: 'answer', value: body }
    // The desktop shell responds in place of a server that is not running.
    if (response.headers.get('x-proxy-error') === 'server_not_running') return { kind: 'no-connection' }
    return { kind: 'bad-answer', message: readRefusal(body)?.message }
  } catch (cause) {
    if (signal?.aborted) throw cause
    return cause instanceof SyntaxError
      ? { kind: 'bad-answer', message: undefined }
      : { kind: 'no-connection' }
  }
}
