import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { installClaudeCode } from './clients/install-claude-code.ts'
import { type RunningClaude, startClaude } from './clients/start-claude.ts'
import { type FakeUpstream, startFakeUpstream } from './fake-upstream/start-fake-upstream.ts'
import { type Tap, startTap } from './fake-upstream/start-tap.ts'
import { textReply } from './fake-upstream/text-reply.ts'
import { type Headless, startHeadless } from './start-headless.ts'

let upstream: FakeUpstream
let tap: Tap
let signalbox: Headless
/** Set by tests that do not run it to its end, so that a failure leaves no process behind. */
let claude: RunningClaude | undefined

beforeAll(async () => {
  const { version } = await installClaudeCode()
  console.log(`Claude Code ${version}`)
}, 300_000)

beforeEach(async () => {
  upstream = await startFakeUpstream()
  tap = await startTap()
  const allowed = { SIGNALBOX_ALLOWED_HOSTS: new URL(tap.url).host }
  signalbox = await startHeadless({ env: { ANTHROPIC_FORWARD_URL: upstream.url, ...allowed } })
  tap.forwardTo(signalbox.url)
})

afterEach(async () => {
  await claude?.kill()
  claude = undefined
  await tap.close()
  await signalbox.stop()
  await upstream.close()
})

test('lets Claude Code wait out a drain that is cancelled: no prompt is lost', async () => {
  expect((await drain('POST')).status).toBe(202)
  claude = await startClaude({ baseUrl: tap.url, prompt: 'say hello' })

  // Claude Code 2.1 gives up on a lasting overload after three tries, but must wait for a drain to end.
  const gaveUp = claude.exited.then(({ stdout }) =>
    Promise.reject(new Error(`Claude Code gave up: ${stdout}`)),
  )
  await Promise.race([tap.until(({ length }) => length > 3, 30_000), gaveUp])
  expect(upstream.requests).toEqual([])

  expect((await drain('DELETE')).status).toBe(200)
  expect(await claude.exited).toMatchObject({ code: 0, stdout: 'Hello from the fake upstream.\n' })
  expect(upstream.requests).toHaveLength(1)
})

test.each([
  ['the button', async () => await drain('POST')],
  ['SIGTERM', () => process.kill(signalbox.pid, 'SIGTERM')],
])('lets a stream finish that is running when %s starts a drain', async (_, startDrain) => {
  upstream.reply([textReply(['slow ', 'but ', 'whole'], { gapMs: 100 })])
  claude = await startClaude({ baseUrl: tap.url, prompt: 'say hello' })
  await upstream.until(({ length }) => length === 1, 30_000)
  await startDrain()

  expect(await claude.exited).toMatchObject({ code: 0, stdout: 'slow but whole\n', stderr: '' })
  expect(upstream.requests).toHaveLength(1)
  expect(await signalbox.stop()).toEqual({ code: 0, signal: null })
})

async function drain(method: 'POST' | 'DELETE'): Promise<Response> {
  return await fetch(`${signalbox.url}/api/drain`, { method })
}
