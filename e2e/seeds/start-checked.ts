import { setTimeout } from 'node:timers/promises'
import { startHeadless, type Headless } from '../start-headless.ts'
import { BARE_PATH } from './fake-home.ts'
import { httpGet } from './http-get.ts'

interface Options {
  /** The port to listen on, or any other if it is taken. Default: any. */
  port?: number
  env?: Readonly<Record<string, string>>
  /** Default: a new folder. */
  dataDir?: string
  /** Checks to wait for; default: all checks of the documents. */
  checks?: readonly string[]
}

const CHECKS = ['oauth2_credentials', 'claude_cli', 'codex_cli', 'claude_sdk', 'proxy_service']

/** A headless Signalbox whose checks have all run once. Its upstream is a closed port unless `env` sets another. */
export async function startChecked({
  port = 0,
  env = {},
  dataDir,
  checks = CHECKS,
}: Options = {}): Promise<Headless> {
  const full = { PATH: BARE_PATH, ANTHROPIC_FORWARD_URL: 'http://127.0.0.1:9', ...env }
  const start = (on: number) =>
    startHeadless({ env: full, args: ['--port', String(on)], ...(dataDir !== undefined && { dataDir }) })
  const server = await start(port).catch(() => start(0))
  await untilChecked(server.url, checks)
  return server
}

/** In ms. A hanging CLI has 5 s, and the login shell before it 3 s. */
const LIMIT = 20_000

/** In ms. Polling without a pause would take CPU time from the server. */
const POLL = 50

async function untilChecked(url: string, wanted: readonly string[]): Promise<void> {
  for (const until = performance.now() + LIMIT; performance.now() < until;) {
    const { checks } = JSON.parse((await httpGet(`${url}/health?view=ietf`)).body)
    if (wanted.every((key) => key in checks)) return
    await setTimeout(POLL)
  }
  throw new Error(`Not every check of ${wanted.join(', ')} has answered`)
}
