import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'

/** In ms, for name, TCP and TLS together. */
const LIMIT = 5_000

/** Opens a connection to an upstream and closes it again. Sends no request. Never rejects. */
export function reachHost(url: URL, signal: AbortSignal): Promise<{ ok: boolean; ms: number }> {
  const startedAt = performance.now()
  const limit = AbortSignal.any([signal, AbortSignal.timeout(LIMIT)])
  return new Promise((resolve) => {
    if (limit.aborted) return resolve({ ok: false, ms: 0 })
    const socket = open(url)
    const end = (ok: boolean) => () => {
      socket.destroy()
      limit.removeEventListener('abort', onAbort)
      resolve({ ok, ms: performance.now() - startedAt })
    }
    const onAbort = end(false)
    limit.addEventListener('abort', onAbort, { once: true })
    socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', end(true))
    // Also for errors after the end: without a listener they would end the program.
    socket.on('error', end(false))
    // A peer that closes in the middle of the TLS handshake is no error to Node.
    socket.once('close', end(false))
  })
}

function open({ protocol, hostname, port }: URL): Socket {
  const host = hostname.replace(/^\[|\]$/g, '')
  const where = { host, autoSelectFamily: true }
  if (protocol !== 'https:') return connectTcp({ ...where, port: Number(port) || 80 })
  // Server name indication takes names only, no addresses.
  return connectTls({ ...where, port: Number(port) || 443, ...(isIP(host) === 0 && { servername: host }) })
}
