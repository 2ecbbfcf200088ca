import type { buildConnector } from 'undici'
import type { Endpoint } from './no-proxy.ts'

/** For name, proxy, TCP and TLS together, in ms. */
const LIMIT = 5_000

/**
 * Opens a connection and closes it again: what stands behind it is told nothing. Never rejects.
 *
 * @param options.connect the way that requests take
 */
export function reachUpstream(
  { protocol, hostname, port }: Endpoint & { protocol: string },
  { connect, signal }: { connect: buildConnector.connector; signal: AbortSignal },
): Promise<{ ok: boolean; ms: number }> {
  const startedAt = performance.now()
  const limit = AbortSignal.any([signal, AbortSignal.timeout(LIMIT)])
  return new Promise((resolve) => {
    const end = (ok: boolean) => {
      limit.removeEventListener('abort', onAbort)
      resolve({ ok, ms: performance.now() - startedAt })
    }
    const onAbort = () => end(false)
    if (limit.aborted) return onAbort()
    limit.addEventListener('abort', onAbort, { once: true })
    const host = hostname.includes(':') ? `[${hostname}]` : hostname
    connect({ protocol, hostname, host: `${host}:${port}`, port: String(port) }, (error, socket) => {
      // One that comes too late is closed as well; without a listener an error behind that would end the program.
      socket?.on('error', () => undefined).destroy()
      end(error === null)
    })
  })
}
