import { once } from 'node:events'
import { connect } from 'node:net'
import { readJson } from '../../shared/read-json.ts'

/** A listener on this machine accepts within 1 ms. In ms. */
const PROBE_TIMEOUT_MS = 1_000

/** Limit of the response, in bytes. With a thousand requests in flight ours has 200 kB. */
const MAX_BODY_BYTES = 1024 * 1024

/**
 * True when a Signalbox listens at `address`: other programs may listen there, but only Signalbox has this `/livez`.
 */
export async function isSignalbox(address: URL): Promise<boolean> {
  try {
    const response = await fetch(new URL('/livez', address), {
      signal: AbortSignal.timeout(PROBE_TIMEOUT_MS),
      // Another program must not send us elsewhere, nor respond without an end.
      redirect: 'error',
    })
    const body = await readJson(response, MAX_BODY_BYTES)
    return response.ok && typeof body === 'object' && body !== null && 'in_flight' in body
  } catch {
    return false
  }
}

/** True when a TCP connection to `address` opens in time. */
export async function isListening({ hostname, port, protocol }: URL): Promise<boolean> {
  const socket = connect({
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port),
  })
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) })
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}
