import Fastify from 'fastify'
import pino from 'pino'
import { expect, it } from 'vitest'
import { createCopyBudget } from '../../proxy/recorder/response-copy.ts'
import { createInFlight } from '../../proxy/recorder/in-flight.ts'
import { createUpstreamClient } from '../../proxy/send/upstream-client.ts'
import { loadSettings } from '../../settings/load-settings.ts'
import { createContextWatch } from '../../providers/context-watch.ts'
import { wireProxy } from '../../compose/proxy.ts'
import { fixedSources } from '../../compose/data-sources.ts'
import { createAccess } from '../guard/access.ts'
import { createDrain } from '../drain.ts'
import { registerV1 } from './v1.ts'

it('answers, and counts down, whatever those who count requests throw', async () => {
  const lines: string[] = []
  const inFlight = createInFlight(() => performance.now())
  const app = Fastify({ forceCloseConnections: true })
  const access = createAccess({ apiKey: undefined, requireKeyOnLoopback: false })
  const log = pino({}, { write: (line) => void lines.push(line) })
  const client = createUpstreamClient({ connectTimeoutMs: 1_000 })
  const settings = loadSettings({ env: {}, platform: process.platform, flags: {} })
  const refuseToCount = () => {
    throw new Error('full')
  }
  registerV1(app, {
    proxy: wireProxy({
      ...fixedSources(settings),
      instanceId: 'i',
      settings,
      client,
      keyHeaders: access.keyHeaders,
      log,
      contexts: createContextWatch(() => undefined),
    }),
    models: () => [],
    inFlight,
    drain: createDrain({
      inFlight,
      ceilingMs: 1_000,
      now: Date.now,
      elapsed: () => performance.now(),
      log: () => undefined,
    }),
    log,
    newId: () => '0123456789abcdef',
    access,
    copies: { budget: createCopyBudget(0), keepsRequests: () => true },
    isStopping: () => false,
    onStarted: refuseToCount,
    onFinished: refuseToCount,
  })
  const url = await app.listen({ port: 0, host: '127.0.0.1' })

  const models = await fetch(`${url}/v1/models`)
  expect(await models.json()).toMatchObject({ object: 'list', data: [], has_more: false })
  const refused = await fetch(`${url}/v1/chat/completions`, { method: 'POST', body: '{}' })
  expect(refused.headers.get('x-proxy-error')).toBe('use_messages')

  await app.close()
  expect(inFlight.count()).toBe(0)
  expect(lines.filter((line) => line.includes('failed to count request')).length).toBe(4)
})
