import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { isLoopbackAddress } from '../../base/loopback.ts'
import type { RawHeaders } from '../../proxy/headers.ts'

export interface AccessDeps {
  /** The key that admits other machines; `undefined` when none is set. */
  apiKey: string | undefined
  /** True when callers on this machine need the key too. */
  requireKeyOnLoopback: boolean
}

export interface Access {
  /** Connected over loopback. */
  isLocal: (req: IncomingMessage) => boolean
  /** From this machine or with the key: may see details and use `/v1`. */
  isTrusted: (req: IncomingMessage) => boolean
  /** Names (lower case) of the headers that carry our key, so that it is never forwarded to an upstream. */
  keyHeaders: (raw: RawHeaders) => readonly string[]
}

const KEY_HEADERS = new Set(['x-api-key', 'authorization', 'x-proxy-api-key'])

/** Added by reverse proxies and tunnels. A client that sets one itself only loses trust. */
const FORWARDING = [
  'forwarded',
  'via',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
  'cf-connecting-ip',
  'true-client-ip',
] as const

/**
 * Access rule: API key or localhost. Localhost is decided by the socket, because anyone can send
 * `X-Forwarded-For: 127.0.0.1`. With a key set, a forwarding header revokes that trust: behind nginx on this machine,
 * every remote client connects over loopback. Without a key, forwarding headers are ignored: only this machine can
 * reach us then, and there is no key to ask for.
 */
export function createAccess({ apiKey, requireKeyOnLoopback }: AccessDeps): Access {
  const expected = apiKey === undefined ? undefined : digest(apiKey)

  function keyHeaders(raw: RawHeaders): string[] {
    if (expected === undefined) return []
    const found: string[] = []
    for (let i = 0; i + 1 < raw.length; i += 2) {
      const name = (raw[i] ?? '').toLowerCase()
      if (KEY_HEADERS.has(name) && timingSafeEqual(digest(bare(raw[i + 1] ?? '')), expected)) found.push(name)
    }
    return found
  }
  const isLocal = (req: IncomingMessage) => isLoopbackAddress(req.socket.remoteAddress ?? '')
  return {
    keyHeaders,
    isLocal,
    isTrusted(req) {
      if (isLocal(req) && !requireKeyOnLoopback && !(expected !== undefined && isForwarded(req))) return true
      return keyHeaders(req.rawHeaders).length > 0
    },
  }
}

/** Digests have equal length, so the comparison doesn't reveal the length of the key. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

function isForwarded({ headers }: IncomingMessage): boolean {
  return FORWARDING.some((name) => headers[name] !== undefined)
}

function bare(value: string): string {
  return value.replace(/^bearer\s+/i, '').trim()
}
