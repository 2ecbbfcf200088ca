import { once } from 'node:events'
import { createServer } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findPortHolder, listeningInodes, nameFromPs, parseLsof, parseNetstat } from './port-holder.ts'

describe('listeningInodes', () => {
  const table = [
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
    '   0: 0100007F:0D80 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 31337 1 0000 100 0 0 10 0',
    '   1: 0100007F:0D80 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 31338 1 0000 20 4 30 10 -1',
    '   2: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 31339 1 0000 100 0 0 10 0',
    '',
  ].join('\n')

  it('finds who listens, not who is connected', () => {
    expect(listeningInodes(table, 3456)).toEqual(['31337'])
  })

  it('reads ports of less than four hex digits', () => {
    expect(listeningInodes(table, 80)).toEqual(['31339'])
  })

  it('finds nothing on a free port or in an empty table', () => {
    expect(listeningInodes(table, 3457)).toEqual([])
    expect(listeningInodes('', 3456)).toEqual([])
  })
})

describe('parseLsof', () => {
  it.each([
    ['p4242\ncnode\nf21\n', { pid: 4242, name: 'node' }],
    ['p4242\nf21\n', { pid: 4242 }],
    ['p1\ncGoogle Chrome He\n', { pid: 1, name: 'Google Chrome He' }],
    ['', undefined],
  ])('reads %j', (output, expected) => {
    expect(parseLsof(output)).toEqual(expected)
  })
})

describe('nameFromPs', () => {
  it.each([
    ['/usr/local/bin/node /srv/server.js --key x\n', 'node', 'node (server.js)'],
    ['/Applications/My App.app/Contents/MacOS/My App --flag\n', 'My App', 'My App'],
    ['', 'nginx', 'nginx'],
  ])('reads %j', (command, known, name) => {
    expect(nameFromPs(command, known)).toBe(name)
  })
})

describe('parseNetstat', () => {
  const output = [
    '',
    'Aktive Verbindungen',
    '  Proto  Lokale Adresse         Remoteadresse          Status           PID',
    '  TCP    127.0.0.1:34560        0.0.0.0:0              ABHÖREN          1\r',
    '  TCP    127.0.0.1:3456         127.0.0.1:50123        HERGESTELLT      2\r',
    '  TCP    127.0.0.1:3456         0.0.0.0:0              ABHÖREN          4242\r',
    '  TCP    [::1]:3457             [::]:0                 ABHÖREN          4243\r',
  ].join('\n')

  it('finds the listener whatever the language calls its state', () => {
    expect(parseNetstat(output, 3456)).toBe(4242)
  })

  it('reads IPv6 addresses', () => {
    expect(parseNetstat(output, 3457)).toBe(4243)
  })

  it('finds nothing on a free port', () => {
    expect(parseNetstat(output, 3458)).toBeUndefined()
  })
})

describe('findPortHolder', () => {
  const server = createServer()
  beforeEach(async () => {
    await once(server.listen(0, '127.0.0.1'), 'listening')
  })
  afterEach(async () => {
    await once(server.close(), 'close')
  })

  it.runIf(process.platform === 'linux')('names the process that really listens', async () => {
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('no TCP address')
    expect(await findPortHolder(address.port, 'linux')).toMatchObject({ pid: process.pid })
  })

  it('has no answer where the system gives none', async () => {
    expect(await findPortHolder(1, 'aix')).toBeUndefined()
  })
})
