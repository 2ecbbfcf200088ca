import { once } from 'node:events'
import { connect } from 'node:net'

/** A listener on this machine accepts within 1 ms. In ms. */
const PROBE_TIMEOUT_MS = 1_000

/**
 * True when a Signalbox listens at `address`: other programs may listen there, but only Signalbox has this `/livez`.
 */
export async function isSignalbox(address: URL): Promise<boolean> {
  try {
    const response = await fetch(new URL('/livez', address), {
      signal: AbortSignal.timeout(PROBE_TIMEOUT_MS),
    })
    return response.ok && (await response.text()).includes('"in_flight"')
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
