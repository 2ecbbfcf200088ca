import type { Socket } from 'node:net'
import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls'
import { buildConnector } from 'undici'
import { AppError } from '../../../shared/errors.ts'
import { isAllowedAddress, lookupAllowed } from './allowed-address.ts'
import { openTunnel } from './open-tunnel.ts'
import { type ChooseProxy, endpointOf } from './outbound-proxy.ts'

export interface ConnectorOptions {
  /** For TCP and TLS together, and as long again for the tunnel of a proxy. In ms. */
  connectTimeoutMs: number
  /** PEM texts of further authorities; those that Node knows stay. */
  ca: readonly string[]
  chooseProxy: ChooseProxy
  /** Called with the TCP (or, towards a proxy on https, TLS) connection that everything else stands on. */
  onSocket: (socket: Socket) => void
}

/** How connections to upstreams are made: directly or through a proxy, to no address that is forbidden. */
export function createConnector(options: ConnectorOptions): buildConnector.connector {
  const secureContext = trust(options.ca)
  const common = {
    timeout: options.connectTimeoutMs,
    allowH2: false,
    // Claude Code users with a broken IPv6 route wait this long for IPv4, not for a TCP timeout.
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: 250,
    ...(secureContext !== undefined && { secureContext }),
  }
  const connect = buildConnector({ ...common, lookup: lookupAllowed })
  // A proxy is the user's own choice, wherever it stands.
  const connectToProxy = buildConnector(common)

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

/** CONNECT names the port always, which a URL leaves out where it is the scheme's own. */
function hostAndPort(upstream: URL): string {
  return `${upstream.hostname}:${endpointOf(upstream).port}`
}

/**
 * One for all connections: reading hundreds of certificates anew for each would cost it 30 ms.
 *
 * @returns undefined where Node's own will do
 */
function trust(ca: readonly string[]): SecureContext | undefined {
  if (ca.length === 0) return undefined
  const known = getCACertificates('default')
  const own = new Set(known.map(withoutSpace))
  return ca.every((pem) => own.has(withoutSpace(pem)))
    ? undefined
    : createSecureContext({ ca: [...known, ...ca] })
}

/** The same certificate may stand in lines of any length. */
function withoutSpace(pem: string): string {
  return pem.replaceAll(/\s/g, '')
}
