import { once } from 'node:events'
import { createServer } from 'node:http'
import type { Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { startHeadless } from './start-headless.ts'

/** Longer than the gap that counts as sleep. In ms. */
const SLEEP_MS = 15_000

test.skipIf(process.platform === 'win32')(
  'the first request after a sleep is answered although the pooled connection is dead without a FIN',
  async () => {
    const deaf = new Set<Socket>()
    const seen: Socket[] = []
    const upstream = createServer((req, res) => {
      seen.push(req.socket)
      if (!deaf.has(req.socket)) res.end('{}')
    })
    upstream.keepAliveTimeout = 120_000
    upstream.listen(0, '127.0.0.1')
    await once(upstream, 'listening')
    const address = upstream.address()
    const port = typeof address === 'object' ? address?.port : 0
    const signalbox = await startHeadless({ env: { ANTHROPIC_FORWARD_URL: `http://127.0.0.1:${port}` } })
    const ask = () => fetch(`${signalbox.url}/v1/messages`, { method: 'POST', body: '{}' })
    try {
      await (await ask()).text()
      await setTimeout(50)
      await (await ask()).text()
      const [first, second] = seen
      // Otherwise nothing was pooled, and the test would pass without a reason.
      expect(second).toBe(first)
      for (const socket of seen) deaf.add(socket)
      process.kill(signalbox.pid, 'SIGSTOP')
      await setTimeout(SLEEP_MS)
      const answer = ask()
      process.kill(signalbox.pid, 'SIGCONT')
      const startedAt = performance.now()
      expect((await answer).status).toBe(200)
      const ms = performance.now() - startedAt
      console.log(`first request after a wake: ${ms.toFixed(0)} ms`)
      expect(ms).toBeLessThan(2_000)
    } finally {
      process.kill(signalbox.pid, 'SIGCONT')
      await signalbox.stop()
      upstream.closeAllConnections()
      upstream.close()
    }
  },
)
