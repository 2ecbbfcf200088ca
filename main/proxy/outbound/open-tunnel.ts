import { request } from '../../base/node-http.ts'
import type { Socket } from 'node:net'
import type { buildConnector } from 'undici'
import { AppError } from '../../../shared/errors.ts'
import type { OutboundProxy } from './outbound-proxy.ts'

export interface TunnelOptions {
  proxy: OutboundProxy
  /** `host:port` */
  target: string
  /** Opens the connection to the proxy. */
  connect: buildConnector.connector
  /** Timeout of the proxy's response. */
  timeoutMs: number
  /** Called with the connection to the proxy as soon as it is established. */
  onSocket: (socket: Socket) => void
}

/**
 * Requests a tunnel from a proxy (RFC 9110 §9.3.6). undici's ProxyAgent would drop repeated headers (`buildHeaders` in
 * proxy-agent.js, 8.12) and hide the connection behind a tunnel.
 *
 * @param done called once, with AppError `outbound_proxy_failed` or `outbound_proxy_auth` or with the tunnel
 */
export function openTunnel(options: TunnelOptions, done: buildConnector.Callback): void {
  const { protocol, hostname, port } = options.proxy
  options.connect({ protocol, hostname, host: hostname, port: String(port) }, (error, socket) => {
    if (error !== null) return done(failed(error), null)
    options.onSocket(socket)
    askForTunnel(socket, options, done)
  })
}

function askForTunnel(
  socket: Socket,
  { proxy, target, timeoutMs }: TunnelOptions,
  done: buildConnector.Callback,
): void {
  const { authorization } = proxy
  const asking = request({
    createConnection: () => socket,
    method: 'CONNECT',
    path: target,
    headers: {
      host: target,
      connection: 'keep-alive',
      ...(authorization !== undefined && { 'proxy-authorization': authorization }),
    },
  })
  const deadline = setTimeout(() => asking.destroy(coded('CONNECT_TIMEOUT')), timeoutMs)
  asking.on('connect', ({ statusCode = 0 }, tunnel, head) => {
    clearTimeout(deadline)
    if (statusCode >= 200 && statusCode < 300) {
      if (head.length > 0) tunnel.unshift(head)
      return done(null, socket)
    }
    tunnel.destroy()
    const cause = coded(`CONNECT_${statusCode}`)
    done(statusCode === 407 ? new AppError('outbound_proxy_auth', { cause }) : failed(cause), null)
  })
  asking.on('error', (error) => {
    clearTimeout(deadline)
    done(failed(error), null)
  })
  asking.end()
}

function failed(cause: Error): AppError {
  return new AppError('outbound_proxy_failed', { cause })
}

/** An error for the log: its code, never its message. */
function coded(code: string): Error {
  return Object.assign(new Error('The proxy opened no tunnel.'), { code })
}
