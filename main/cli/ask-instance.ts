import type { Static, TSchema } from 'typebox'
import { Check } from 'typebox/value'
import { readJson } from '../../shared/read-json.ts'
import type { Settings } from '../settings/settings.ts'
import { callInstance, credentialHeaders, type Credentials } from './call-instance.ts'

/** Timeout in ms. The switch may wait for another program that writes the same file. */
const ASK_LIMIT = 15_000

/** Response limit, because another program may pretend to be a Signalbox. In bytes. */
const MAX_RESPONSE_BYTES = 64 * 1024 * 1024

export type Asked<T> =
  | { kind: 'response'; body: T }
  /** `status` of the response, if there was one. */
  | { kind: 'refused'; error: string; status?: number }
  | { kind: 'absent' }

/** Sends a request to the dashboard API of a running Signalbox on this machine. */
export async function askInstance<T extends TSchema>(
  settings: Credentials & Pick<Settings, 'port'>,
  question: { method: 'GET' | 'POST' | 'DELETE'; path: string; schema: T; body?: object },
): Promise<Asked<Static<T>>> {
  // Sends nothing to another program that listens on the port.
  const { port } = settings
  const alive = await callInstance(port, { method: 'GET', path: '/livez' })
  if (alive.kind !== 'response') return { kind: 'absent' }
  const { method, path, schema, body } = question
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    signal: AbortSignal.timeout(ASK_LIMIT),
    redirect: 'error',
    headers: {
      ...credentialHeaders(settings),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const json = await readJson(response, MAX_RESPONSE_BYTES)
  if (response.ok && Check(schema, json)) return { kind: 'response', body: json }
  return { kind: 'refused', error: errorIn(json, response.status), status: response.status }
}

function errorIn(body: unknown, status: number): string {
  const { error, details } =
    typeof body === 'object' && body !== null ? { error: '', details: '', ...body } : {}
  const words = [error, details].filter((text) => typeof text === 'string' && text !== '')
  return words.length > 0
    ? words.join(' ')
    : `The running Signalbox sent an unexpected response (status ${status}).`
}
