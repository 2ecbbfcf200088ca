import { Check } from 'typebox/value'
import { PortBusyDetails, type StartFailure } from '../../shared/health.ts'
import type { DrainState, Livez } from '../../shared/livez.ts'
import type { HealthAnswer } from '../api/client.ts'
import type { HealthDocument } from '../api/health-document.ts'
import { t } from '../language/t.ts'
import type { Advice } from './checks/advise.ts'
import { toVerdict } from './checks/verdict.ts'
import type { Observed } from './observed.ts'

/** What is going on, as one of the cases that the window has words for. */
export type Situation =
  | { kind: 'loading' }
  | { kind: 'starting' }
  | { kind: 'first-run' }
  | { kind: 'idle' }
  | { kind: 'active' }
  | { kind: 'draining'; drain: DrainState | undefined }
  | { kind: 'drained'; drain: DrainState | undefined }
  | Trouble
  | { kind: 'unreachable' }
  | { kind: 'port-busy'; details: PortBusyDetails }
  | { kind: 'failed'; reason: string }
  | { kind: 'stopped' }

/** Signalbox runs, and something it needs does not. */
interface Trouble {
  kind: 'degraded' | 'unhealthy'
  advice: Advice
  /** The check that the advice is about. */
  about?: string | undefined
}

/** One lost answer is a hiccup; two in a row are a fact (SPEC §1.8.7). */
const FAILURES_THAT_COUNT = 2

/** The situation that the facts add up to; the shell's word on a dead server goes before any old answer. */
export function toSituation(seen: Observed): Situation {
  return withoutServer(seen) ?? withoutAnswer(seen) ?? fromAnswers(seen)
}

function withoutServer({ app, health }: Observed): Situation | undefined {
  switch (app?.server.state) {
    case 'failed':
      return fromFailure(app.server.failure)
    case 'stopped':
      return { kind: 'stopped' }
    case 'starting':
      return { kind: 'starting' }
    case 'running':
      return undefined
    case undefined:
      return health.value && 'error' in health.value ? fromFailure(health.value) : undefined
  }
}

function fromFailure({ error, details }: StartFailure): Situation {
  return Check(PortBusyDetails, details) ? { kind: 'port-busy', details } : { kind: 'failed', reason: error }
}

function withoutAnswer({ livez }: Observed): Situation | undefined {
  if (livez.failures >= FAILURES_THAT_COUNT) return { kind: 'unreachable' }
  if (livez.confused)
    return trouble('unhealthy', t('It gave an answer that this window does not understand.'))
  return livez.value ? undefined : { kind: 'loading' }
}

function fromAnswers({ livez, health, status, trafficOn }: Observed): Situation {
  const alive = livez.value
  if (!alive) return { kind: 'loading' }
  if (alive.draining) return { kind: alive.in_flight > 0 ? 'draining' : 'drained', drain: alive.drain }
  if (health.failures >= FAILURES_THAT_COUNT || health.confused) {
    return trouble('degraded', t('Signalbox runs, but its health check does not answer.'))
  }
  const document = documentOf(health.value)
  const verdict = document && toVerdict(document)
  if (verdict && verdict.health !== 'healthy') {
    return { kind: verdict.health, advice: verdict.advice, about: verdict.about }
  }
  if (alive.in_flight > 0) return { kind: 'active' }
  return hasCarried(alive, trafficOn, status) ? { kind: 'idle' } : { kind: 'first-run' }
}

/** The server's own account of its health. Undefined before the first, and where the shell answers for it. */
export function documentOf(answer: HealthAnswer | undefined): HealthDocument | undefined {
  return answer && !('error' in answer) ? answer : undefined
}

function trouble(kind: Trouble['kind'], sentence: string): Trouble {
  return { kind, advice: { sentence } }
}

// Only of the running server: a request before its last start proves nothing about the settings of today.
function hasCarried(alive: Livez, trafficOn: string | undefined, status: Observed['status']): boolean {
  return trafficOn === alive.instance_id || status.value?.last_request_at !== undefined
}
