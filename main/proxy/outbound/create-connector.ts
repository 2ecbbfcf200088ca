import type { Socket } from 'node:net'
import type { SecureContext } from 'node:tls'
import type { buildConnector } from 'undici'
import createUndiciConnector from 'undici/lib/core/connect.js'
import { AppError } from '../../../shared/errors.ts'
import { isAllowedAddress, lookupAllowed } from './allowed-address.ts'
import { isUntrusted } from './is-untrusted.ts'
import type { LeanReads } from './lean-reads.ts'
import { nameIssuer } from './name-issuer.ts'
import { openTunnel } from './open-tunnel.ts'
import { type ChooseProxy, endpointOf } from './outbound-proxy.ts'
import type { Trust } from './trust.ts'

export interface ConnectorOptions {
  /** For TCP and TLS together, and again for the tunnel through a proxy. In ms. */
  connectTimeoutMs: number
  /** The trusted certificate authorities, read when the first TLS connection needs them. */
  trust: Trust
  chooseProxy: ChooseProxy
  /** Shared by all connectors. */
  leanReads: LeanReads
  /** Called with the underlying connection: TCP, or TLS towards an https proxy. */
  onSocket: (socket: Socket) => void
}

/**
 * Creates connections to upstreams: directly or through a proxy, never to a forbidden address. If a certificate isn't
 * trusted, the error's `issuer` says who issued it.
 */
export function createConnector(options: ConnectorOptions): buildConnector.connector {
  const { trust, leanReads, onSocket, connectTimeoutMs } = options
  const common = {
    timeout: connectTimeoutMs,
    allowH2: false,
    // With a broken IPv6 route, IPv4 is tried after this long instead of after a TCP timeout.
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: 250,
  }
  const connect = whenTrusted(trust, (secureContext) =>
    createUndiciConnector({ ...common, ...secureContext, lookup: lookupAllowed }),
  )
  const connectLeanly = whenTrusted(trust, (secureContext) =>
    createUndiciConnector({ ...common, ...secureContext, ...leanReads.options, lookup: lookupAllowed }),
  )
  // The proxy's address is not checked: it is the user's own choice.
  const connectToProxy = whenTrusted(trust, (secureContext) =>
    createUndiciConnector({ ...common, ...secureContext }),
  )
  // Only to read a certificate that was refused: nothing is sent, and the connection is closed.
  const connectUntrusted = createUndiciConnector({
    ...common,
    lookup: lookupAllowed,
    rejectUnauthorized: false,
    maxCachedSessions: 0,
  })

  /** Opens the TCP connection, or the tunnel through a proxy, and does the TLS handshake with `handshake`. */
  const open = (
    target: buildConnector.Options,
    {
      handshake,
      onConnected,
    }: { handshake: buildConnector.connector; onConnected: (socket: Socket) => void },
    callback: buildConnector.Callback,
  ): void => {
    const upstream = new URL(`${target.protocol}//${target.host ?? target.hostname}`)
    const proxy = options.chooseProxy(upstream)
    if (proxy === undefined) {
      return handshake(target, (error, socket) => {
        if (error !== null) return callback(error, null)
        onConnected(socket)
        callback(null, socket)
      })
    }
    const tunnel = { proxy, target: hostAndPort(upstream), connect: connectToProxy, onSocket: onConnected }
    openTunnel({ ...tunnel, timeoutMs: connectTimeoutMs }, (error, socket) => {
      if (error !== null) return callback(error, null)
      if (target.protocol === 'https:') handshake({ ...target, httpSocket: socket }, callback)
      else callback(null, socket)
    })
  }

  return (target, onConnected) => {
    if (!isAllowedAddress(target.hostname)) return onConnected(new AppError('upstream_forbidden'), null)
    const handshake = leanReads.isDue() ? connectLeanly : connect
    const callback = leanReads.count(onConnected)
    open(target, { handshake, onConnected: onSocket }, (error, socket) => {
      if (error === null) return callback(null, socket)
      if (!isUntrusted(error)) return callback(error, null)
      nameIssuer(
        error,
        (done) => open(target, { handshake: connectUntrusted, onConnected: ignore }, done),
        () => callback(error, null),
      )
    })
  }
}

const ignore = () => undefined

/** Plain connections need no authorities. The first TLS connection waits until they are read. */
function whenTrusted(
  trust: Trust,
  build: (tls: { secureContext?: SecureContext }) => buildConnector.connector,
): buildConnector.connector {
  const plain = build({})
  let secure: buildConnector.connector | undefined
  const connectSecurely = async (target: buildConnector.Options, callback: buildConnector.Callback) => {
    const secureContext = await trust()
    secure ??= build(secureContext === undefined ? {} : { secureContext })
    secure(target, callback)
  }
  return (target, callback) => {
    if (target.protocol !== 'https:') return plain(target, callback)
    if (secure !== undefined) return secure(target, callback)
    void connectSecurely(target, callback)
  }
}

/** CONNECT always needs the port, which a URL omits if it is the scheme's default. */
function hostAndPort(upstream: URL): string {
  return `${upstream.hostname}:${endpointOf(upstream).port}`
}
