import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { type FakeUpstream, startFakeUpstream } from '../fake-upstream/start-fake-upstream.ts'

/** For api.anthropic.com, trusted only by clients that are configured to. */
export const CERTIFICATE = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgnBrjzyKgc+oZZ48z
DfWy7RYMQ8Sl9e+bcyUyjekEvFuhRANCAATxf0LIuTapG3RLtAL7kk5AJ+L4u/qh
hTeyqmg0NDMp9ocsg62oje3UgXyW+yim1TGKiVVr8movG1krwjaq6gaX
-----END PRIVATE KEY-----
`,
  cert: `-----BEGIN CERTIFICATE-----
MIIByzCCAXGgAwIBAgIUMRBmNVz4w+854yIkbA01U0oqpSkwCgYIKoZIzj0EAwIw
HDEaMBgGA1UEAwwRYXBpLmFudGhyb3BpYy5jb20wIBcNMjYxMTIxMTQwNDIxWhgP
MjEyNjEwMjgxNDA0MjFaMBwxGjAYBgNVBAMMEWFwaS5hbnRocm9waWMuY29tMFkw
EwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE8X9CyLk2qRt0S7QC+5JOQCfi+Lv6oYU3
sqpoNDQzKfaHLIOtqI3t1IF8lvsoptUxiolVa/JqLxtZK8I2quoGl6OBjjCBizAd
BgNVHQ4EFgQUFRDloDCryjifiHJYdlj0ALBbOy0wHwYDVR0jBBgwFoAUFRDloDCr
yjifiHJYdlj0ALBbOy0wDwYDVR0TAQH/BAUwAwEB/zA4BgNVHREEMTAvghFhcGku
YW50aHJvcGljLmNvbYIPKi5hbnRocm9waWMuY29tggljbGF1ZGUuYWkwCgYIKoZI
zj0EAwIDSAAwRQIgXWbz3woBg+IEejYieW9wsGOTPPonKPzzCEWFDisEm3ECIQDO
crC/tpIuN6nOVuGYaLwg9664yPIMmqsNsUqRIIHldQ==
-----END CERTIFICATE-----
`,
}

export interface Anthropic {
  /** Receives the requests for api.anthropic.com. */
  upstream: FakeUpstream
  /** Value of HTTPS_PROXY. */
  proxy: string
  close: () => Promise<void>
}

/**
 * Simulates https://api.anthropic.com without a packet leaving this machine: a proxy that connects every tunnel,
 * regardless of its target, to a local server with the right name.
 */
export async function startAnthropic(): Promise<Anthropic> {
  const upstream = await startFakeUpstream({ tls: CERTIFICATE })
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const target = connect(upstream.port, '127.0.0.1')
    for (const socket of [client, target]) {
      sockets.add(socket)
      socket.on('error', () => socket.destroy())
      socket.on('close', () => sockets.delete(socket))
    }
    client.once('data', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n')
      client.pipe(target)
      target.pipe(client)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the proxy has no TCP address')
  return {
    upstream,
    proxy: `http://127.0.0.1:${address.port}`,
    async close() {
      const closed = once(server.close(), 'close')
      for (const socket of sockets) socket.destroy()
      await closed
      await upstream.close()
    },
  }
}
