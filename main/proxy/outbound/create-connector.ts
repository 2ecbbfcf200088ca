import type { Socket } from 'node:net'
import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls'
import type { buildConnector } from 'undici'
import createUndiciConnector from 'undici/lib/core/connect.js'
import { AppError } from '../../../shared/errors.ts'
import { isAllowedAddress, lookupAllowed } from './allowed-address.ts'
import { openTunnel } from './open-tunnel.ts'
import { type ChooseProxy, endpointOf } from './outbound-proxy.ts'

export interface ConnectorOptions {
  /** For TCP and TLS together, and again for the tunnel through a proxy. In ms. */
  connectTimeoutMs: number
  /** The trusted certificate authorities; undefined for Node's own. */
  secureContext: SecureContext | undefined
  chooseProxy: ChooseProxy
  /** Called with the underlying connection: TCP, or TLS towards an https proxy. */
  onSocket: (socket: Socket) => void
}

/** Creates connections to upstreams: directly or through a proxy, never to a forbidden address. */
export function createConnector(options: ConnectorOptions): buildConnector.connector {
  const { secureContext } = options
  const common = {
    timeout: options.connectTimeoutMs,
    allowH2: false,
    // With a broken IPv6 route, IPv4 is tried after this long instead of after a TCP timeout.
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: 250,
    ...(secureContext !== undefined && { secureContext }),
  }
  const connect = createUndiciConnector({ ...common, lookup: lookupAllowed })
  // The proxy's address is not checked: it is the user's own choice.
  const connectToProxy = createUndiciConnector(common)

  return (target, callback) => {
    if (!isAllowedAddress(target.hostname)) return callback(new AppError('upstream_forbidden'), null)
    const upstream = new URL(`${target.protocol}//${target.host ?? target.hostname}`)
    const proxy = options.chooseProxy(upstream)
    if (proxy === undefined) {
      return connect(target, (error, socket) => {
        if (error !== null) return callback(error, null)
        options.onSocket(socket)
        callback(null, socket)
      })
    }
    const { onSocket } = options
    const tunnel = { proxy, target: hostAndPort(upstream), connect: connectToProxy, onSocket }
    openTunnel({ ...tunnel, timeoutMs: options.connectTimeoutMs }, (error, socket) => {
      if (error !== null) return callback(error, null)
      if (target.protocol === 'https:') connect({ ...target, httpSocket: socket }, callback)
      else callback(null, socket)
    })
  }
}

/** CONNECT always needs the port, which a URL omits if it is the scheme's default. */
function hostAndPort(upstream: URL): string {
  return `${upstream.hostname}:${endpointOf(upstream).port}`
}

/**
 * Trusts authorities besides Node's own. Shared by all connections: parsing hundreds of certificates for each would
 * cost 30 ms.
 *
 * @param ca PEM texts
 * @returns undefined if Node's defaults suffice
 */
export function trust(ca: readonly string[]): SecureContext | undefined {
  if (ca.length === 0) return undefined
  const known = getCACertificates('default')
  const own = new Set(known.map(withoutSpace))
  return ca.every((pem) => own.has(withoutSpace(pem)))
    ? undefined
    : createSecureContext({ ca: [...known, ...ca] })
}

/** The same certificate may be wrapped at any line length. */
function withoutSpace(pem: string): string {
  return pem.replaceAll(/\s/g, '')
}
