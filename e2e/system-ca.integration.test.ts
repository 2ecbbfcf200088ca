import { mkdtempSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closeServer, listenLocally } from '../main/base/testing/local-server.ts'
import { issueAuthority, issueServer } from '../main/proxy/testing/issue-certificate.ts'
import { createFakeHome, type FakeHome } from './seeds/fake-home.ts'
import { startHeadless } from './start-headless.ts'

const AUTHORITY = issueAuthority('Corporate TLS inspection')

let upstream: Server
let origin: string
let home: FakeHome
/** On Linux, OpenSSL's variable names the file that is the system's store. */
let store: string

beforeAll(async () => {
  upstream = createServer(issueServer(['127.0.0.1'], AUTHORITY), (_req, res) => void res.end('hello'))
  origin = `https://127.0.0.1:${await listenLocally(upstream)}`
  home = await createFakeHome()
  store = join(mkdtempSync(join(tmpdir(), 'signalbox-ca-')), 'store.pem')
  writeFileSync(store, AUTHORITY.cert)
})

afterAll(async () => {
  await closeServer(upstream)
  await home.remove()
})

async function ask(env: Record<string, string>): Promise<{ status: number; text: string }> {
  const server = await startHeadless({
    env: { HOME: home.path, ANTHROPIC_FORWARD_URL: origin, SSL_CERT_FILE: store, ...env },
  })
  const response = await fetch(`${server.url}/v1/models`, { headers: { 'x-api-key': 'canary' } })
  const text = await response.text()
  await server.stop()
  return { status: response.status, text }
}

describe.runIf(process.platform === 'linux')('an upstream whose authority only the system knows', () => {
  it('is reached', async () => {
    expect(await ask({})).toEqual({ status: 200, text: 'hello' })
  })

  it('is refused with the name of its issuer if only Node’s authorities are trusted', async () => {
    const { status, text } = await ask({ SIGNALBOX_SYSTEM_CA: 'false' })
    expect(status).toBe(502)
    expect(text).toContain('Its certificate was issued by “Corporate TLS inspection”.')
    expect(text).toContain('SIGNALBOX_CA_FILE')
  })

  it('is refused if the system doesn’t know it either, and the store can’t be read', async () => {
    const { status, text } = await ask({
      SSL_CERT_FILE: '/no/such/store.pem',
      SSL_CERT_DIR: '/no/such/folder',
    })
    expect(status).toBe(502)
    expect(text).toContain('“Corporate TLS inspection”')
  })
})
