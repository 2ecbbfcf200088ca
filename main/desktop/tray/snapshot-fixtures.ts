import type { ServerState } from '../../../shared/ipc.ts'
import { finding } from '../../../shared/language/say-verdict.ts'
import type { DrainSource, Livez } from '../../../shared/livez.ts'
import type { Finding, Verdict, VerdictState } from '../../../shared/verdict.ts'
import type { TraySnapshot } from './tray-snapshot.ts'

const livez: Livez = {
  status: 'ok',
  timestamp: '2026-11-20T10:00:00.000Z',
  in_flight: 0,
  draining: false,
  instance_id: 'a',
  version: '0.1.0',
  uptime_ms: 1000,
}
const running: ServerState = { state: 'running', baseUrl: 'http://127.0.0.1:3456' }

/** For tests: a running, idle proxy with overrides. */
export function snapshot({
  livez: live,
  ...rest
}: Partial<Omit<TraySnapshot, 'livez'>> & { livez?: Partial<Livez> } = {}): TraySnapshot {
  return {
    server: running,
    verdict: verdict('running'),
    quitting: false,
    preferences: { launchAtLogin: 'off', notifications: true },
    commandLine: 'packaged',
    update: undefined,
    ...rest,
    livez: { ...livez, ...live },
  }
}

/** For tests: a verdict with the given state and reason. */
export function verdict(state: VerdictState, reason: Finding = finding('connected')): Verdict {
  return { state, reason, others: [], since: '2026-11-20T10:00:00.000Z' }
}

/** For tests: a drain with the given source. */
export function draining(source: DrainSource, inFlight: number): Partial<Livez> {
  const cancellable = source !== 'signal'
  return {
    in_flight: inFlight,
    draining: true,
    drain: {
      source,
      started_at: '2026-11-20T10:00:00.000Z',
      in_flight_at_start: 1,
      refuses_new: cancellable,
      cancellable,
    },
  }
}

/** For tests: the port is taken by another program. */
export const PORT_BUSY: ServerState = {
  state: 'failed',
  failure: {
    status: 'unhealthy',
    error: 'Port 3456 already in use',
    code: 'port_in_use',
    details: { port: 3456, host: '127.0.0.1', own_instance: false, next_free_port: 3457 },
  },
}
