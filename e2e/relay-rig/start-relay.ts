import type { Signalbox } from '../../main/base/signalbox.ts'
import { createLogger } from '../../main/logging/logger.ts'
import { loadSettings } from '../../main/settings/load-settings.ts'
import { createSignalbox } from '../../main/compose/signalbox.ts'
import { openConnection, type Peer } from './peer.ts'

export interface Relay {
  signalbox: Signalbox
  port: number
  inFlight: () => number
  /**
   * Resolves once nothing is in flight; rejects after `limitMs` (default 250, the limit for releasing a connection).
   */
  idle: (limitMs?: number) => Promise<void>
  /** A new raw connection to the proxy. */
  connect: () => Promise<Peer>
  /** The head of a request to this relay: request line, Host, then `lines`. */
  head: (line: string, ...lines: string[]) => string
  stop: () => Promise<void>
}

/** The whole core in this process on a free port, with the given upstream. */
export async function startRelay(upstream: string, env: Record<string, string> = {}): Promise<Relay> {
  const settings = loadSettings({
    env: { ANTHROPIC_FORWARD_URL: upstream, PORT: '0', ...env },
    platform: process.platform,
    flags: {},
  })
  const log = createLogger({ level: 'silent', version: 'test' })
  const signalbox = await createSignalbox({ settings, log, version: 'test', pages: undefined })
  const state = await signalbox.start()
  if (state.state !== 'running') throw new Error(`the relay is ${state.state}`)
  const port = Number(new URL(state.baseUrl).port)
  const inFlight = () => signalbox.livez().in_flight
  return {
    signalbox,
    port,
    inFlight,
    idle: (limitMs = 250) => idle(inFlight, limitMs),
    connect: () => openConnection(port),
    head: (line, ...lines) => [line, `Host: 127.0.0.1:${port}`, ...lines, '', ''].join('\r\n'),
    stop: () => signalbox.stop(),
  }
}

async function idle(inFlight: () => number, limitMs: number): Promise<void> {
  const limit = performance.now() + limitMs
  while (inFlight() > 0) {
    if (performance.now() > limit) throw new Error(`${inFlight()} in flight after ${limitMs} ms`)
    // Waits one turn of the event loop, the only place where the fact can change.
    await new Promise(setImmediate)
  }
}
