import type { Static, TSchema } from 'typebox'
import { Check } from 'typebox/value'
import { readJson } from '../../shared/read-json.ts'
import type { Settings } from '../settings/settings.ts'
import { callInstance, credentialHeaders, type Credentials } from './call-instance.ts'

/** Timeout in ms. The switch may wait for another program that writes the same file. */
const ASK_LIMIT = 15_000

/** Response limit, because another program may pretend to be a Signalbox. In bytes. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024

export type Asked<T> = { kind: 'answer'; body: T } | { kind: 'refused'; error: string } | { kind: 'absent' }

/** Sends a request to the dashboard API of a running Signalbox on this machine. */
export async function askInstance<T extends TSchema>(
  settings: Credentials & Pick<Settings, 'port'>,
  question: { method: 'GET' | 'POST'; path: string; schema: T; body?: object },
): Promise<Asked<Static<T>>> {
  // Sends nothing to another program that listens on the port.
  const { port } = settings
  const alive = await callInstance(port, { method: 'GET', path: '/livez' })
  if (alive.kind !== 'answer') return { kind: 'absent' }
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
  const answer = await readJson(response, MAX_ANSWER_BYTES)
  if (response.ok && Check(schema, answer)) return { kind: 'answer', body: answer }
  return { kind: 'refused', error: errorIn(answer, response.status) }
}

function errorIn(answer: unknown, status: number): string {
  const { error, details } =
    typeof answer === 'object' && answer !== null ? { error: '', details: '', ...answer } : {}
  const words = [error, details].filter((text) => typeof text === 'string' && text !== '')
  return words.length > 0
    ? words.join(' ')
    : `The running Signalbox gave an answer that this one does not know (${status}).`
}
