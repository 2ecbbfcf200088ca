import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { basicCredentials } from '../../../shared/basic-credentials.ts'
import { createAccess } from './access.ts'
import { createPassword } from './password.ts'

const PASSWORD = 'größe: 🔑 and a colon'
const KEY = 'the-key'

function request(headers: Record<string, string> = {}, address = '127.0.0.1'): IncomingMessage {
  const socket = new Socket()
  Object.defineProperty(socket, 'remoteAddress', { value: address })
  const message = new IncomingMessage(socket)
  message.rawHeaders = Object.entries(headers).flat()
  for (const [name, value] of Object.entries(headers)) message.headers[name.toLowerCase()] = value
  return message
}
const basic = (credentials: string) => ({
  authorization: `Basic ${Buffer.from(credentials).toString('base64')}`,
})

function createRig(password: string | undefined = PASSWORD) {
  const clock = { now: 1_000 }
  const access = createAccess({ apiKey: KEY, requireKeyOnLoopback: false })
  return { clock, ...createPassword({ password, access, now: () => clock.now }) }
}

describe('with a password', () => {
  it.each([
    ['any user', basic(`anybody:${PASSWORD}`)],
    ['no user', basic(`:${PASSWORD}`)],
    [
      'another spelling of the scheme',
      { authorization: `BASIC  ${Buffer.from(`a:${PASSWORD}`).toString('base64')} ` },
    ],
    ['our own program', { authorization: basicCredentials(PASSWORD) }],
    ['the key as x-api-key', { 'x-api-key': KEY }],
    ['the key as a bearer token', { authorization: `Bearer ${KEY}` }],
  ])('lets %s in, from here and from elsewhere', (_who, headers) => {
    for (const address of ['127.0.0.1', '192.0.2.7'])
      expect(createRig().refuse(request(headers, address))).toBeUndefined()
  })

  it.each([
    ['nobody', {}],
    ['a wrong password', basic('a:wrong')],
    ['the beginning of it', basic(`a:${PASSWORD.slice(0, -1)}`)],
    ['more than it', basic(`a:${PASSWORD}x`)],
    ['an empty one', basic('a:')],
    ['60,000 spaces', { authorization: `Basic${' '.repeat(60_000)}!` }],
    ['60,000 letters', basic('a'.repeat(45_000))],
    ['no colon', basic(PASSWORD.replaceAll(':', ''))],
    ['the user name', basic(`${PASSWORD.replaceAll(':', '')}:`)],
    ['another scheme', { authorization: `Bearer ${PASSWORD}` }],
    ['something that is no base64', { authorization: 'Basic ***' }],
    ['a wrong key', { 'x-api-key': 'wrong' }],
    ['the password as a key', { 'x-api-key': PASSWORD }],
  ])('asks %s for it, in the way that makes a browser ask its user', (_who, headers) => {
    expect(createRig().refuse(request(headers))).toEqual({
      code: 'password_required',
      headers: { 'www-authenticate': 'Basic realm="Signalbox", charset="UTF-8"' },
    })
  })

  it('looks at no guess while there were too many, and says when it will', () => {
    const { refuse, clock } = createRig()
    for (let i = 0; i < 6; i++) refuse(request(basic(`a:${i}`)))
    expect(refuse(request(basic(`a:${PASSWORD}`)))).toEqual({
      code: 'too_many_guesses',
      headers: { 'retry-after': '1' },
    })
    // Neither the key nor a missing password counts as a guess.
    expect(refuse(request({ 'x-api-key': KEY }))).toBeUndefined()
    expect(refuse(request())?.code).toBe('password_required')
    expect(refuse(request(basic(`a:${PASSWORD}`), '192.0.2.7'))).toBeUndefined()
    clock.now += 2_000
    expect(refuse(request(basic(`a:${PASSWORD}`)))).toBeUndefined()
  })
})

describe('without a password', () => {
  it('requires the key from other computers, but not on this one', () => {
    const { refuse, isSet } = createRig('')
    expect(isSet).toBe(true)
    const open = createPassword({
      password: undefined,
      access: createAccess({ apiKey: KEY, requireKeyOnLoopback: false }),
      now: () => 0,
    })
    expect(open.isSet).toBe(false)
    expect(open.refuse(request())).toBeUndefined()
    expect(open.refuse(request({}, '192.0.2.7'))).toEqual({ code: 'key_required', headers: {} })
    expect(open.refuse(request({ 'x-api-key': KEY }, '192.0.2.7'))).toBeUndefined()
    expect(refuse(request())?.code).toBe('password_required')
  })
})
