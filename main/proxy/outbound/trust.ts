import { once } from 'node:events'
import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls'
import { startThread } from '../../base/threads/start-thread.ts'

/** Until the system's authorities are read, in ms. */
const LIMIT = 5_000

export interface TrustOptions {
  /** PEM texts of authorities to trust besides those of Node. */
  ca: readonly string[]
  /** Also trusts the authorities of the operating system, as Claude Code does (`CLAUDE_CODE_CERT_STORE`). */
  system: boolean
  /** Called at most once, if the system's authorities can't be read. */
  onUnreadable?: ((error: unknown) => void) | undefined
}

/** The trusted authorities; undefined if Node's own suffice. Never rejects. */
export type Trust = () => Promise<SecureContext | undefined>

/**
 * Reads the authorities when the first TLS connection needs them, and only then. All connections share them: to parse
 * hundreds of certificates for each would cost 30 ms.
 */
export function createTrust(options: TrustOptions): Trust {
  let trusted: Promise<SecureContext | undefined> | undefined
  return () => (trusted ??= collect(options))
}

async function collect({ ca, system, onUnreadable }: TrustOptions): Promise<SecureContext | undefined> {
  const ofSystem = system
    ? await readSystem().catch((error: unknown): string[] => {
        onUnreadable?.(error)
        return []
      })
    : []
  if (ca.length + ofSystem.length === 0) return undefined
  const known = getCACertificates('default')
  const own = new Set(known.map(withoutSpace))
  const more = [...ca, ...ofSystem].filter((pem) => !own.has(withoutSpace(pem)))
  return more.length === 0 ? undefined : createSecureContext({ ca: [...known, ...more] })
}

/** PEM texts of the system's authorities that Node doesn't know. */
async function readSystem(): Promise<string[]> {
  const thread = startThread('system-ca-worker', import.meta.url, { name: 'system-ca' })
  try {
    const [found]: unknown[] = await once(thread, 'message', { signal: AbortSignal.timeout(LIMIT) })
    return Array.isArray(found) ? found.filter((pem) => typeof pem === 'string') : []
  } finally {
    await thread.terminate()
  }
}

/** The same certificate may be wrapped at any line length. */
function withoutSpace(pem: string): string {
  return pem.replaceAll(/\s/g, '')
}
