import { Compile } from 'typebox/compile'
import { basicCredentials } from '../../shared/basic-credentials.ts'
import { Livez } from '../../shared/livez.ts'
import { readJson } from '../../shared/read-json.ts'
import type { Settings } from '../settings/settings.ts'

const livezShape = Compile(Livez)

/** Timeout in ms. A running instance responds in about 1 ms. */
const CALL_LIMIT = 5_000

/** Response limit, because another program may listen on the port. */
const MAX_BODY_BYTES = 1024 * 1024

export type InstanceResponse =
  | { kind: 'response'; status: number; livez: Livez }
  | { kind: 'refused'; status: number; error: string }
  | { kind: 'absent' }

/** Credentials for the running instance, which reads the same settings. */
export type Credentials = Pick<Settings, 'apiKey' | 'dashboardPassword'>

export function credentialHeaders({ apiKey, dashboardPassword }: Credentials): Record<string, string> {
  return {
    ...(apiKey !== undefined && { 'x-proxy-api-key': apiKey }),
    ...(dashboardPassword !== undefined && { authorization: basicCredentials(dashboardPassword) }),
  }
}

/**
 * Sends a request to a running Signalbox on this machine. `absent` when nothing or another program listens on the port:
 * credentials are only sent to a server that has identified itself as Signalbox.
 */
export async function callInstance(
  port: number,
  call: { method: 'GET' | 'POST' | 'DELETE'; path: string; credentials?: Credentials },
): Promise<InstanceResponse> {
  if (call.credentials !== undefined) {
    const alive = await callInstance(port, { method: 'GET', path: '/livez' })
    if (alive.kind !== 'response') return alive
  }
  try {
    const response = await fetch(`http://127.0.0.1:${port}${call.path}`, {
      method: call.method,
      headers: call.credentials === undefined ? {} : credentialHeaders(call.credentials),
      signal: AbortSignal.timeout(CALL_LIMIT),
      redirect: 'error',
    })
    const body = await readJson(response, MAX_BODY_BYTES)
    if (livezShape.Check(body)) return { kind: 'response', status: response.status, livez: body }
    // Many servers respond with `{ error }`; only ours sets this header.
    if (response.headers.has('x-proxy-error') && isError(body))
      return { kind: 'refused', status: response.status, error: body.error }
  } catch {
    // Nothing listens, or another program does: either way there is no instance to talk to.
  }
  return { kind: 'absent' }
}

function isError(body: unknown): body is { error: string } {
  return typeof body === 'object' && body !== null && 'error' in body && typeof body.error === 'string'
}
