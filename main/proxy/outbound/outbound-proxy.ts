import { createNoProxy, type Endpoint } from './no-proxy.ts'

/** As configured, including user name and password; see `HTTPS_PROXY` and its variants. */
export interface OutboundSettings {
  /** For https upstreams. */
  httpsProxy: string | undefined
  /** For http upstreams. */
  httpProxy: string | undefined
  /** Hosts to connect to directly; see `createNoProxy`. */
  noProxy: string
}

/** A proxy between us and an upstream. Its address excludes credentials, so it may be logged. */
export interface OutboundProxy extends Endpoint {
  /** `http://proxy.example:8080` */
  origin: string
  protocol: 'http:' | 'https:'
  /** Value of `Proxy-Authorization`. */
  authorization: string | undefined
}

/** @returns the proxy for an upstream; undefined to connect directly */
export type ChooseProxy = (upstream: URL) => OutboundProxy | undefined

/** @throws TypeError for an invalid address; settings were checked when they were loaded */
export function createOutboundProxies({ httpsProxy, httpProxy, noProxy }: OutboundSettings): ChooseProxy {
  const proxies = {
    'https:': httpsProxy === undefined ? undefined : parseProxy(httpsProxy),
    'http:': httpProxy === undefined ? undefined : parseProxy(httpProxy),
  }
  const isDirect = createNoProxy(noProxy)
  return (upstream) => {
    const proxy = upstream.protocol === 'https:' ? proxies['https:'] : proxies['http:']
    return proxy === undefined || isDirect(endpointOf(upstream)) ? undefined : proxy
  }
}

/** Name or address, without the brackets of IPv6, and port. */
export function endpointOf({ hostname, port, protocol }: URL): Endpoint {
  const bare = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname
  return { hostname: bare, port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port) }
}

function parseProxy(address: string): OutboundProxy {
  const url = new URL(address)
  return {
    ...endpointOf(url),
    origin: url.origin,
    protocol: url.protocol === 'https:' ? 'https:' : 'http:',
    authorization: basicAuthorization(url),
  }
}

function basicAuthorization({ username, password }: URL): string | undefined {
  if (username === '' && password === '') return undefined
  return `Basic ${Buffer.from(`${decode(username)}:${decode(password)}`).toString('base64')}`
}

/** An unencoded percent sign in a password is taken literally. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
