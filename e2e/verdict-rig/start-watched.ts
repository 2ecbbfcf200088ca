import { setTimeout } from 'node:timers/promises'
import { Value } from 'typebox/value'
import { Livez } from '../../shared/livez.ts'
import type { Verdict } from '../../shared/verdict.ts'
import { claudeCredentials, createFakeHome, FAKE_CLI } from '../seeds/fake-home.ts'
import { httpGet } from '../seeds/http-get.ts'
import { startChecked } from '../seeds/start-checked.ts'
import type { Headless } from '../start-headless.ts'

/** All reports of the state, read one after the other. */
export interface Seen {
  verdict: Verdict
  /** HTTP status of `/health` and of `/health?strict=1`. */
  health: number
  strict: number
  /** Status of the check `providers`, and address of the main provider. */
  providers: string
  address: string
}

export interface Watched {
  server: Headless
  see: () => Promise<Seen>
  /** Resolves with the time until all of them report the state, in ms. */
  until: (state: 'fine' | 'warning') => Promise<number>
  /** Sends a request for a message, and reads the complete response. Resolves with its status. */
  ask: (model?: string) => Promise<number>
  stop: () => Promise<void>
}

const LIMIT = 20_000

/** A headless Signalbox on a machine without other faults: every check passes. */
export async function startWatched(options: {
  env: Readonly<Record<string, string>>
  dataDir?: string
}): Promise<Watched> {
  const home = await createFakeHome()
  await home.write('bin/claude', FAKE_CLI.claude, 0o755)
  await home.write('bin/codex', FAKE_CLI.codex, 0o755)
  await home.write('.claude/.credentials.json', claudeCredentials('not-a-token'))
  await home.write('node_modules/@anthropic-ai/claude-agent-sdk/package.json', '{"version":"1.0.0"}')
  const server = await startChecked({
    env: { HOME: home.path, PATH: `${home.path}/bin:/usr/bin:/bin`, ...options.env },
    checks: ['oauth2_credentials', 'claude_cli', 'codex_cli', 'claude_sdk', 'proxy_service', 'providers'],
    ...(options.dataDir !== undefined && { dataDir: options.dataDir }),
  })
  // The SDK is searched next to the CLI, which was not yet known at the first search.
  await httpGet(`${server.url}/api/health/recheck`, { method: 'POST' })

  async function see(): Promise<Seen> {
    const livez: unknown = JSON.parse((await httpGet(`${server.url}/livez`)).body)
    const ietf = JSON.parse((await httpGet(`${server.url}/health?view=ietf`)).body)
    const health = (await httpGet(`${server.url}/health`)).status
    const strict = (await httpGet(`${server.url}/health?strict=1`)).status
    if (!Value.Check(Livez, livez) || livez.verdict === undefined) throw new Error('no verdict in /livez')
    return {
      verdict: livez.verdict,
      health,
      strict,
      providers: ietf.checks.providers[0].status,
      address: ietf.checks.providers[0].providers.anthropic?.base_url,
    }
  }
  return {
    server,
    see,
    async until(state) {
      const startedAt = performance.now()
      for (;;) {
        const seen = await see()
        if (isSo(seen, state)) return performance.now() - startedAt
        if (performance.now() - startedAt > LIMIT) throw new Error(`never ${state}: ${JSON.stringify(seen)}`)
        await setTimeout(20)
      }
    },
    async ask(model = 'claude-opus-4') {
      const response = await fetch(`${server.url}/v1/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-api-key': 'not-a-key' },
        body: JSON.stringify({ model, max_tokens: 1, messages: [{ role: 'user', content: 'hi' }] }),
      })
      await response.text()
      return response.status
    },
    async stop() {
      await server.stop('SIGKILL')
      await home.remove()
    },
  }
}

function isSo({ verdict, strict, providers }: Seen, state: 'fine' | 'warning'): boolean {
  if (state === 'warning') return verdict.state === 'warning' && strict === 503 && providers === 'warn'
  return (verdict.state === 'running' || verdict.state === 'active') && strict === 200 && providers === 'pass'
}
