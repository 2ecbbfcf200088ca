import { Compile } from 'typebox/compile'
import { Livez } from '../../shared/livez.ts'

const livezShape = Compile(Livez)

/** In ms. A running instance answers in one. */
const CALL_LIMIT = 5_000

export type InstanceAnswer =
  | { kind: 'answer'; status: number; livez: Livez }
  | { kind: 'refused'; status: number; error: string }
  | { kind: 'absent' }

/** Asks a running Signalbox on this machine. `absent` when nothing, or something else, has the port. */
export async function callInstance(
  port: number,
  call: { method: 'GET' | 'POST' | 'DELETE'; path: string },
): Promise<InstanceAnswer> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}${call.path}`, {
      method: call.method,
      signal: AbortSignal.timeout(CALL_LIMIT),
      redirect: 'error',
    })
    const body: unknown = await response.json()
    if (livezShape.Check(body)) return { kind: 'answer', status: response.status, livez: body }
    // Many servers answer `{ error }`; only ours marks it.
    if (response.headers.has('x-proxy-error') && isError(body))
      return { kind: 'refused', status: response.status, error: body.error }
  } catch {
    // Nobody listens, or what listens is not us: either way there is no instance to talk to.
  }
  return { kind: 'absent' }
}

function isError(body: unknown): body is { error: string } {
  return typeof body === 'object' && body !== null && 'error' in body && typeof body.error === 'string'
}
