import type { Socket } from 'node:net'
import type { buildConnector, Dispatcher } from 'undici'
import Agent from 'undici/lib/dispatcher/agent.js'
import { isAllowedAddress } from '../outbound/allowed-address.ts'
import { isPrivateHost } from '../outbound/is-private-host.ts'
import { createConnector } from '../outbound/create-connector.ts'
import { forwardThrough } from '../outbound/forward-through.ts'
import {
  type ChooseProxy,
  createOutboundProxies,
  endpointOf,
  type OutboundProxy,
  type OutboundSettings,
} from '../outbound/outbound-proxy.ts'
import { type Reached, reachUpstream } from '../outbound/reach-upstream.ts'
import { createLeanReads } from '../outbound/lean-reads.ts'
import { readBeforeFailing } from '../outbound/read-before-failing.ts'
import { skipInterimResponses } from '../outbound/skip-interim-responses.ts'
import type { Trust } from '../outbound/trust.ts'
import { memoizeText } from '../../base/memoize-text.ts'
import { createOwnConnections, type Ends } from './own-connections.ts'
import { createPendingWrites } from './pending-writes.ts'
import type { UpstreamRequest } from './upstream-request.ts'

/** The relay's whole interface to its HTTP client, so that undici can be replaced. */
export interface UpstreamClient {
  dispatch: (request: UpstreamRequest, handler: Dispatcher.DispatchHandler) => void
  /**
   * Checks that this address is reachable on the path that requests take, by a connection without data. If a forward
   * proxy receives the requests, only the proxy itself can be checked.
   */
  reach: (upstream: URL, signal: AbortSignal) => Promise<Reached>
  /** Host and port of the outbound proxy for this address; undefined if requests are sent directly. */
  proxyOf: (upstream: URL) => string | undefined
  /** True for an incoming connection whose other end is one of our own upstream connections. */
  isOwnConnection: (incoming: Ends) => boolean
  /** True while a connection may still read from this request body. */
  isWriting: (body: Buffer) => boolean
  /** Closes the connection that this request body was sent on. */
  dropConnection: (body: Buffer) => void
  /** True for an upstream on this machine or in a private network, as far as its name and its connections show. */
  isPrivate: (upstream: URL) => boolean
  /**
   * The next request opens a new connection: after a sleep or a change of the network, pooled connections may be dead
   * without a FIN, and a request on one would wait for minutes. Requests in progress keep theirs, and no stream is cut.
   */
  renew: () => void
  /** Drops every connection, for a stop. */
  reset: () => Promise<void>
}

export interface UpstreamClientOptions {
  /** For TCP and TLS together. */
  connectTimeoutMs: number
  /** Without it, connections are direct. */
  outbound?: OutboundSettings
  /** Without it, Node's own authorities are trusted. */
  trust?: Trust
  /** Called before a connection is chosen; may call `renew`. */
  beforeDispatch?: () => void
}

/**
 * undici with every default disabled that would cut or change a stream: its 300 s header and body timeouts coincide
 * with Claude Code's own, HTTP/2 has other failure classes, and redirects are left to the client.
 */
export function createUpstreamClient(options: UpstreamClientOptions): UpstreamClient {
  const own = createOwnConnections()
  const writes = createPendingWrites()
  const chooseProxy = options.outbound && createOutboundProxies(options.outbound)
  const forwarderOf =
    chooseProxy && memoizeText((origin) => chooseForwarder(chooseProxy, new URL(origin)), { max: MAX_HOSTS })
  const common = {
    connectTimeoutMs: options.connectTimeoutMs,
    trust: options.trust ?? NODES_OWN,
    leanReads: createLeanReads(),
    onSocket: own.add,
  }
  const connect = createConnector({ ...common, chooseProxy: chooseProxy ?? DIRECT })
  const connectToProxy = createConnector({ ...common, chooseProxy: DIRECT })

  /** Names that resolved to a private address at their last direct connection. */
  const privateNames = new Set<string>()
  function learn(upstream: URL, remoteAddress = ''): void {
    if (chooseProxy?.(upstream) !== undefined) return
    if (isPrivateHost(remoteAddress)) privateNames.add(upstream.hostname)
    else privateNames.delete(upstream.hostname)
  }

  const watched = (connector: buildConnector.connector): buildConnector.connector => {
    return (target, callback) =>
      connector(target, (error, socket) => {
        if (error !== null) return callback(error, null)
        learn(new URL(`${target.protocol}//${target.host ?? target.hostname}`), socket.remoteAddress)
        sockets.add(socket)
        socket.once('close', () => sockets.delete(socket))
        writes.watch(socket)
        skipInterimResponses(socket)
        readBeforeFailing(socket)
        renameSystemErrors(socket)
        callback(null, socket)
      })
  }
  const newAgents = () => ({
    toUpstreams: newAgent(watched(connect)),
    toProxies: newAgent(watched(connectToProxy)),
  })
  let agents = newAgents()
  /** Every open connection: a closed agent forgets those of its requests in progress. */
  const sockets = new Set<Socket>()

  return {
    dispatch(request, handler) {
      options.beforeDispatch?.()
      const proxy = forwarderOf?.(request.origin)
      if (proxy === undefined) return void agents.toUpstreams.dispatch(request, handler)
      const { forwarded, watcher } = forwardThrough(proxy, { request, handler })
      agents.toProxies.dispatch(forwarded, watcher)
    },
    reach(upstream, signal) {
      const proxy = forwarderOf?.(upstream.origin)
      return proxy === undefined
        ? reachUpstream({ ...endpointOf(upstream), protocol: upstream.protocol }, { connect, signal })
        : reachUpstream(proxy, { connect: connectToProxy, signal, isProxy: true })
    },
    proxyOf(upstream) {
      const proxy = chooseProxy?.(upstream)
      return proxy && new URL(proxy.origin).host
    },
    isOwnConnection: own.has,
    isWriting: writes.has,
    isPrivate: ({ hostname }) => isPrivateName(hostname) || privateNames.has(hostname),
    dropConnection: writes.drop,
    renew() {
      const old = agents
      agents = newAgents()
      // Closes the idle connections now, and each of the others after its request.
      void old.toUpstreams.close()
      void old.toProxies.close()
    },
    async reset() {
      const old = agents
      agents = newAgents()
      await Promise.all([old.toUpstreams.destroy(), old.toProxies.destroy()])
      for (const socket of sockets) socket.destroy()
    },
  }
}

const DIRECT = () => undefined

const NODES_OWN: Trust = () => Promise.resolve(undefined)

/** Upstreams are few, and every request checks one. */
const MAX_HOSTS = 64
const isPrivateName = memoizeText(isPrivateHost, { max: MAX_HOSTS })
const isAllowedName = memoizeText(isAllowedAddress, { max: MAX_HOSTS })

/**
 * The forward proxy for a request, used for upstreams without TLS (RFC 9112 §3.2.2). All others use tunnels, which the
 * connector opens.
 */
function chooseForwarder(chooseProxy: ChooseProxy, upstream: URL): OutboundProxy | undefined {
  if (upstream.protocol !== 'http:' || !isAllowedName(endpointOf(upstream).hostname)) return undefined
  const proxy = chooseProxy(upstream)
  return proxy?.protocol === 'http:' ? proxy : undefined
}

function newAgent(connect: buildConnector.connector): Agent {
  return new Agent({
    connect,
    connections: null,
    pipelining: 1,
    allowH2: false,
    headersTimeout: 0,
    bodyTimeout: 0,
    maxHeaderSize: 64 * 1024,
    // A server's own Keep-Alive hint overrides this, minus two seconds for clock differences.
    keepAliveTimeout: 20_000,
    keepAliveMaxTimeout: 600_000,
  })
}

/**
 * undici handles a broken connection by its error's code, twice to our disadvantage (8.12): ECONNRESET ends a response
 * without a length like a FIN, so half a response would pass for a complete one (`onHttpSocketError` in client-h1.js);
 * and on an idle connection any system error fails the request about to be written to it, though a new connection would
 * serve it (`onError` in client.js). undici's own code for a lost socket avoids both. This listener must come first,
 * because undici adds its own after connecting; `errno` keeps the original code.
 */
function renameSystemErrors(socket: Socket): void {
  socket.on('error', (error: NodeJS.ErrnoException) => {
    if (error.errno !== undefined) error.code = 'UND_ERR_SOCKET'
  })
}
