import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { isLoopbackAddress } from '../../base/loopback.ts'
import type { RawHeaders } from '../../proxy/headers.ts'

export interface AccessDeps {
  /** The key that opens this server to other machines; `undefined` when there is none. */
  apiKey: string | undefined
  /** Whether callers on this machine need the key too. */
  requireKeyOnLoopback: boolean
}

export interface Access {
  /** Connected over loopback. */
  isLocal: (req: IncomingMessage) => boolean
  /** On this machine, or with the key: may see details and use `/v1`. */
  isTrusted: (req: IncomingMessage) => boolean
  /** Names (lower case) of the headers that carry our key, so that it never travels on to an upstream. */
  keyHeaders: (raw: RawHeaders) => readonly string[]
}

const KEY_HEADERS = new Set(['x-api-key', 'authorization', 'x-proxy-api-key'])

/** Added by reverse proxies and tunnels. A client that writes one itself only loses by it. */
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
 * Who may do what: the rule of the source document 002, "API key or localhost". Localhost is judged by the socket,
 * since anybody can write `X-Forwarded-For: 127.0.0.1`. Where there is a key, a forwarding header takes that trust
 * away: behind an nginx on this machine (source document 003) every stranger connects over loopback. Without a key they mean
 * nothing: nobody but this machine is to reach us then, and there is nothing else to ask for.
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

/** Digests have one length, so that a comparison tells nothing about the key's. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

function isForwarded({ headers }: IncomingMessage): boolean {
  return FORWARDING.some((name) => headers[name] !== undefined)
}

function bare(value: string): string {
  return value.replace(/^bearer\s+/i, '').trim()
}
