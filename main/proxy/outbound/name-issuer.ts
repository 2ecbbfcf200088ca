import { TLSSocket } from 'node:tls'
import type { buildConnector } from 'undici'

/** For the second connection, in ms. */
const LIMIT = 2_000
const MAX_CHARS = 100

/**
 * Adds `issuer` to the error of a certificate that isn't trusted: the program that inspects TLS in a network names
 * itself there, and OpenSSL's code doesn't. The refused connection is gone, so another one is opened, and closed unused.
 *
 * @param open opens a connection that accepts every certificate
 * @param done called once, when the name is known or can't be
 */
export function nameIssuer(
  error: Error,
  open: (callback: buildConnector.Callback) => void,
  done: () => void,
): void {
  let isOver = false
  const end = () => {
    if (isOver) return
    isOver = true
    clearTimeout(limit)
    done()
  }
  const limit = setTimeout(end, LIMIT)
  open((_failure, socket) => {
    const issuer = socket instanceof TLSSocket ? issuerOf(socket) : undefined
    socket?.on('error', () => undefined).destroy()
    if (issuer !== undefined) Object.assign(error, { issuer })
    end()
  })
}

/**
 * Common name of the issuer, else its organisation. Foreign text: one line, bounded. Punctuation comes escaped
 * (RFC 2253 §2.4).
 */
function issuerOf(socket: TLSSocket): string | undefined {
  const lines = socket.getPeerX509Certificate()?.issuer.split('\n') ?? []
  const value = (key: string) => lines.find((line) => line.startsWith(key))?.slice(key.length)
  const name = value('CN=') ?? value('O=') ?? lines[0]
  const shown = name
    ?.replaceAll(/\\([,+"\\<>;#= ])/g, '$1')
    .replaceAll(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, ' ')
    .trim()
    .slice(0, MAX_CHARS)
  return shown === '' ? undefined : shown
}
