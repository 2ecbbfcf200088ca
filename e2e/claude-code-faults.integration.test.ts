import { Value } from 'typebox/value'
import { beforeAll, test } from 'vitest'
import { installClaudeCode } from './clients/install-claude-code.ts'
import { runClaude } from './clients/run-claude.ts'
import { startClaude } from './clients/start-claude.ts'
import { MISBEHAVIOURS, type Misbehaviour } from './fake-upstream/misbehaviours/misbehaviours.ts'
import type { RecordedRequest } from './fake-upstream/recorded-request.ts'
import { type FakeUpstream, startFakeUpstream } from './fake-upstream/start-fake-upstream.ts'
import { Livez } from '../shared/livez.ts'
import { startHeadless } from './start-headless.ts'

/*
 * Claude Code hides faults: it retries, often without streaming, and prints a plausible result. So the test compares
 * its requests, not its output, with those of the same Claude Code without Signalbox, run in parallel.
 */

interface Expected {
  /** Requests of one prompt: S streaming, N not streaming. */
  requests: string
  /** False if Claude Code does not give up within the time limit; then only the listed requests are compared. */
  ends: boolean
}

const PATIENCE_MS = 30_000

/**
 * Measured behaviour of the pinned version with a direct connection to the misbehaving upstream. Omits a connection
 * that breaks after `message_stop`: whether Claude Code accepts that response or retries varies between runs.
 */
const CASES = {
  // Unusual but valid: one request, billed once.
  crlf: ends('S'),
  cr: ends('S'),
  'no-space': ends('S'),
  comments: ends('S'),
  'byte-by-byte': ends('S'),
  'long-line': ends('S'),
  'no-message-stop': ends('S'),
  'close-framed': ends('S'),
  interim: ends('S'),
  continue: ends('S'),
  gzip: ends('S'),
  br: ends('S'),
  zstd: ends('S'),
  deflate: ends('S'),
  // Faults after which it retries without streaming.
  'no-event-lines': ends('S N'),
  'no-blank-lines': ends('S N'),
  'empty-200': ends('S N'),
  'coding-lie': ends('S N'),
  'error-mid-stream': ends('S N'),
  'error-first': ends('S S S N'),
  truncated: ends('S S N'),
  'fin-close-framed': ends('S S N'),
  // Broken connections: it retries with streaming.
  'headers-only': keepsAsking('S S S S'),
  fin: keepsAsking('S S S S'),
  reset: keepsAsking('S S S S'),
  'reset-before-headers': keepsAsking('S S S S'),
  'fin-before-headers': keepsAsking('S S S S'),
  garbage: keepsAsking('S S S S'),
  // Error statuses.
  'rate-limited': keepsAsking('S S S S'),
  'rate-limited-for-good': ends('S'),
  overloaded: ends('S S S'),
  'internal-error-odd-json': keepsAsking('S S S S'),
  'bad-gateway-html': keepsAsking('S S S S'),
  'bad-request': ends('S S S S S S'),
  redirect: ends('S S N N'),
} satisfies Partial<Record<Misbehaviour, Expected>>

interface Observed {
  /** As in `Expected`. */
  requests: string
  /** Method and target of each request. */
  targets: string[]
  /** Claude Code's result; undefined if it was still retrying. */
  said: { code: number | null; stdout: string; stderr: string } | undefined
}

beforeAll(async () => {
  const { version } = await installClaudeCode()
  console.log(`Claude Code ${version}`)
}, 300_000)

test.concurrent.for(Object.entries<Expected>(CASES))(
  'meets "%s" through Signalbox as it does directly',
  async ([name, expected], { expect }) => {
    const script = Object.entries(MISBEHAVIOURS).find(([known]) => known === name)?.[1] ?? []
    const near = await startFakeUpstream({ script })
    const far = await startFakeUpstream({ script })
    const signalbox = await startHeadless({ env: { ANTHROPIC_FORWARD_URL: far.url } })
    try {
      // In parallel, so that a slow moment of the machine affects both.
      const [direct, proxied] = await Promise.all([
        observe({ baseUrl: near.url, upstream: near, expected }),
        observe({ baseUrl: signalbox.url, upstream: far, expected }),
      ])

      expect(direct.requests).toBe(expected.requests)
      expect(proxied).toEqual(direct)
      expect(far.protocolErrors).toEqual([])
      // Nothing of a request may remain once both ends are gone.
      await expect.poll(() => inFlight(signalbox.url), { timeout: 2_000 }).toBe(0)
    } finally {
      await Promise.all([near.close(), far.close()])
      expect(await signalbox.stop()).toEqual({ code: 0, signal: null })
    }
  },
)

interface Run {
  baseUrl: string
  upstream: FakeUpstream
  expected: Expected
}

async function observe({ baseUrl, upstream, expected }: Run): Promise<Observed> {
  const options = { baseUrl, prompt: 'say hello' }
  if (expected.ends) {
    const { code, stdout, stderr } = await runClaude({ ...options, timeoutMs: PATIENCE_MS })
    const said = { code, stdout: withoutPorts(stdout), stderr: withoutPorts(stderr) }
    return { ...summarise(upstream.requests), said }
  }
  const enough = expected.requests.split(' ').length
  const claude = await startClaude(options)
  try {
    const gaveUp = claude.exited.then(({ stdout }) =>
      Promise.reject(new Error(`Claude Code gave up: ${stdout}`)),
    )
    await Promise.race([upstream.until(({ length }) => length >= enough, PATIENCE_MS), gaveUp])
    return { ...summarise(upstream.requests.slice(0, enough)), said: undefined }
  } finally {
    await claude.kill()
  }
}

function summarise(requests: readonly RecordedRequest[]): Pick<Observed, 'requests' | 'targets'> {
  return {
    requests: requests.map(({ streaming }) => (streaming ? 'S' : 'N')).join(' '),
    targets: requests.map(({ method, url }) => `${method} ${url}`),
  }
}

/** Its messages contain the server's address. */
function withoutPorts(text: string): string {
  return text.replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT')
}

async function inFlight(url: string): Promise<number> {
  const response = await fetch(`${url}/livez`)
  return Value.Parse(Livez, await response.json()).in_flight
}

function ends(requests: string): Expected {
  return { requests, ends: true }
}

function keepsAsking(requests: string): Expected {
  return { requests, ends: false }
}
