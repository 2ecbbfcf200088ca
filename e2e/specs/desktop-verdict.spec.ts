import { expect } from '@playwright/test'
import { errorReply } from '../fake-upstream/error-reply.ts'
import { type FakeUpstream, startFakeUpstream } from '../fake-upstream/start-fake-upstream.ts'
import type { Desktop } from '../launch-desktop.ts'
import { test as base } from '../stand-in/desktop-test.ts'
import { streamMessage } from '../stand-in/held-upstream.ts'
import { openGate, type Gate } from '../verdict-rig/open-gate.ts'

/**
 * Time from the second failure until the tray reports it, in ms: 2 s, plus one for its limit of one change a second.
 */
const LIMIT = 3_000

const test = base.extend<{ fake: FakeUpstream; gate: Gate; app: Desktop }>({
  // eslint-disable-next-line no-empty-pattern
  fake: async ({}, use) => {
    const fake = await startFakeUpstream()
    await use(fake)
    await fake.close()
  },
  gate: async ({ fake }, use) => {
    const gate = await openGate(fake.port)
    await use(gate)
    await gate.close()
  },
  app: async ({ launch, gate }, use) => {
    await use(await launch({ env: { ANTHROPIC_FORWARD_URL: `http://127.0.0.1:${gate.port}` } }))
  },
})

test('icon, tooltip and menu tell that the upstream is gone, and that it is back, without a request', async ({
  app,
  gate,
}) => {
  const baseUrl = await app.baseUrl()
  const host = `127.0.0.1:${gate.port}`
  await expect.poll(async () => (await app.tray.read()).icon).toBe('running')
  await gate.close()
  await streamMessage(baseUrl)
  await streamMessage(baseUrl)
  const reason = `${host} can’t be reached from this machine.`
  await expect
    .poll(() => app.tray.read(), { timeout: LIMIT })
    .toMatchObject({
      icon: 'warning',
      tooltip: `Signalbox · Warning · ${reason}`,
      menu: expect.arrayContaining([
        { label: `Warning · ${new URL(baseUrl).host}`, enabled: false },
        { label: reason, enabled: false },
      ]),
    })
  expect(await app.page.evaluate(() => window.signalbox?.appInfo())).toMatchObject({
    verdict: { state: 'warning', reason: { code: 'upstream_unreachable' } },
  })
  await gate.open()
  await expect.poll(async () => (await app.tray.read()).icon, { timeout: LIMIT }).toBe('running')
})

test('an overload is told by its name, one failure is not, and a response ends it', async ({ app, fake }) => {
  const baseUrl = await app.baseUrl()
  await expect.poll(async () => (await app.tray.read()).icon).toBe('running')
  fake.reply([errorReply(529, 'overloaded_error')])
  await streamMessage(baseUrl)
  // Two tray updates later, it has seen that one.
  await expect.poll(async () => (await app.tray.read()).tooltip).toContain('1 request came in anyway')
  expect((await app.tray.read()).icon).toBe('running')
  await streamMessage(baseUrl)
  await expect
    .poll(() => app.tray.read(), { timeout: LIMIT })
    .toMatchObject({ icon: 'warning', tooltip: expect.stringContaining('is overloaded (529).') })
  fake.reply([])
  await streamMessage(baseUrl)
  await expect.poll(async () => (await app.tray.read()).icon, { timeout: LIMIT }).toBe('running')
})
