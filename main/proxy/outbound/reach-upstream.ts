import type { buildConnector } from 'undici'
import type { Endpoint } from './no-proxy.ts'

/** For name resolution, proxy, TCP and TLS together, in ms. */
const LIMIT = 5_000

export interface Reached {
  ok: boolean
  ms: number
  /** Code of the failure, from the system, OpenSSL or Signalbox. */
  code?: string | undefined
}

interface ReachOptions {
  /** The same connector that requests use. */
  connect: buildConnector.connector
  signal: AbortSignal
  /** True if the endpoint is an outbound proxy that receives requests on behalf of the upstream. */
  isProxy?: boolean
}

/** Opens a connection and closes it without sending anything. Never rejects. */
export function reachUpstream(
  { protocol, hostname, port }: Endpoint & { protocol: string },
  { connect, signal, isProxy = false }: ReachOptions,
): Promise<Reached> {
  const startedAt = performance.now()
  const limit = AbortSignal.any([signal, AbortSignal.timeout(LIMIT)])
  return new Promise((resolve) => {
    const end = (ok: boolean, code?: string) => {
      limit.removeEventListener('abort', onAbort)
      resolve({ ok, ms: performance.now() - startedAt, ...(code !== undefined && { code }) })
    }
    const onAbort = () => end(false, isProxy ? 'outbound_proxy_failed' : 'ETIMEDOUT')
    if (limit.aborted) return onAbort()
    limit.addEventListener('abort', onAbort, { once: true })
    const host = hostname.includes(':') ? `[${hostname}]` : hostname
    connect({ protocol, hostname, host: `${host}:${port}`, port: String(port) }, (error, socket) => {
      // A late connection is closed as well; without a listener its error would end the program.
      socket?.on('error', () => undefined).destroy()
      if (error === null) end(true)
      else end(false, isProxy ? 'outbound_proxy_failed' : codeOf(error))
    })
  })
}

/** The system's code; ours if the outbound proxy failed or the address is forbidden. */
function codeOf(error: Error): string | undefined {
  // The status with which the proxy refused a tunnel is more specific.
  const told = error.cause instanceof Error ? codeOf(error.cause) : undefined
  if (told?.startsWith('CONNECT_') === true) return told
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
