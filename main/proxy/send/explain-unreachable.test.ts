import { expect, it } from 'vitest'
import { inEnglish, say, toMessage } from '../../../shared/language/say.ts'
import { explainUnreachable } from './explain-unreachable.ts'

const failed = (code?: unknown) => Object.assign(new Error('connect failed to 10.0.0.7, key sk-1'), { code })
const SECRET = 'http://user:secret@127.0.0.1:9/v1/secret?key=secret'

it.each([
  ['ECONNREFUSED', '127.0.0.1:9 refused the connection (ECONNREFUSED). Check that it is running.'],
  [
    'ENOTFOUND',
    'The name 127.0.0.1 can’t be resolved (ENOTFOUND). Check the network connection and the address.',
  ],
  ['EHOSTUNREACH', 'Connecting to 127.0.0.1:9 failed (EHOSTUNREACH). Check the network connection.'],
  [undefined, 'Connecting to 127.0.0.1:9 failed (unknown). Check the network connection.'],
  ['a text with sk-1', 'Connecting to 127.0.0.1:9 failed (unknown). Check the network connection.'],
])('%s: names host and port, and nothing that may be secret', (code, said) => {
  expect(inEnglish(explainUnreachable(SECRET, { error: failed(code), isTrusted: true }))).toBe(said)
})

it('is said in German', () => {
  expect(
    say(toMessage(explainUnreachable(SECRET, { error: failed('ECONNREFUSED'), isTrusted: true })), 'de'),
  ).toBe('127.0.0.1:9 hat die Verbindung abgelehnt (ECONNREFUSED). Prüfen Sie, ob es läuft.')
})

it('leaves the remedy of an untrusted certificate to the error', () => {
  const error = failed('SELF_SIGNED_CERT_IN_CHAIN')
  expect(inEnglish(explainUnreachable('https://api.example', { error, isTrusted: false }))).toBe(
    'Connecting to api.example failed (SELF_SIGNED_CERT_IN_CHAIN).',
  )
})
