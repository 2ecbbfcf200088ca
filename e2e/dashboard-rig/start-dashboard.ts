import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { type FakeUpstream, startFakeUpstream } from '../fake-upstream/start-fake-upstream.ts'
import { type Headless, startHeadless } from '../start-headless.ts'
import type { Reply } from '../fake-upstream/reply.ts'
import { seedLog } from './seed-log.ts'
import { writeTranscripts } from './write-transcripts.ts'

interface Options {
  /** Requests of past days, already in the log. */
  past?: { count: number; days: number }
  transcripts?: boolean
  /** False gives the scripted reply to requests that a provider would reject. Default true. */
  checksProviders?: boolean
  /** Lines of an earlier run in the log file. */
  log?: readonly object[]
  /** Writes the request log before the server starts. */
  seed?: (dataDir: string) => Promise<void>
  /** Empty folder for everything. Default: a new one. */
  home?: string
  /** Further options of `serve`. */
  args?: readonly string[]
}

/** A real Signalbox between this client and a scripted upstream. */
export interface Dashboard {
  url: string
  server: Headless
  upstream: FakeUpstream
  /** Home folder of Claude Code. */
  home: string
  /** Sends a request, has the upstream send `reply`, and returns the request's id once it is in the log. */
  send: (body: object, reply: Reply, headers?: Readonly<Record<string, string>>) => Promise<string>
  /** Starts a request that stays in flight until the returned function is called. */
  hold: (
    body: object,
    reply: Reply,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<() => Promise<void>>
  /** `GET` as parsed JSON. */
  get: <T>(path: string) => Promise<T>
  close: () => Promise<void>
}

export async function startDashboard({
  past,
  transcripts,
  log,
  seed,
  home: folder,
  args = [],
  checksProviders = true,
}: Options = {}): Promise<Dashboard> {
  const home = folder ?? (await mkdtemp(join(tmpdir(), 'signalbox-dashboard-')))
  const dataDir = join(home, 'data')
  await furnish(home)
  await mkdir(dataDir)
  if (past) await seedLog({ folder: dataDir, now: Date.now() - 60_000, ...past })
  if (log) await writeLog(dataDir, log)
  await seed?.(dataDir)
  if (transcripts) await writeTranscripts(home, Date.now())
  const upstream = await startFakeUpstream({ keepBodies: false, checksProviders })
  const server = await startHeadless({
    dataDir,
    args,
    env: {
      HOME: home,
      USERPROFILE: home,
      PATH: [join(home, 'bin'), '/usr/bin', '/bin'].join(delimiter),
      ANTHROPIC_FORWARD_URL: upstream.url,
    },
  })
  const { url } = server
  const get = async <T>(path: string): Promise<T> => (await (await fetch(url + path)).json()) as T
  return {
    url,
    server,
    upstream,
    home,
    get,
    send: (body, reply, headers) => send({ url, upstream, get }, { body, reply, headers }),
    hold: (body, reply, headers) => hold({ url, upstream, get }, { body, reply, headers }),
    async close() {
      await server.stop('SIGKILL')
      await upstream.close()
      await rm(home, { recursive: true, force: true })
    },
  }
}

type Line = Pick<Dashboard, 'url' | 'upstream' | 'get'>
interface Sending {
  body: object
  reply: Reply
  headers?: Readonly<Record<string, string>> | undefined
}

async function send(line: Line, sending: Sending): Promise<string> {
  const before = await newest(line)
  line.upstream.reply([sending.reply])
  // A broken response is a response too.
  await post(line.url, sending)
    .then((response) => response.text())
    .catch(() => undefined)
  for (;;) {
    const latest = await newest(line)
    if (latest !== undefined && latest.id !== before?.id && latest.ended) return latest.id
  }
}

async function hold(line: Line, sending: Sending): Promise<() => Promise<void>> {
  const abort = new AbortController()
  line.upstream.reply([sending.reply])
  const response = await post(line.url, sending, abort.signal)
  if (!response.ok) throw new Error(`refused with ${response.status}: ${await response.text()}`)
  const reading = response.text().catch(() => undefined)
  return async () => {
    abort.abort()
    await reading
  }
}

function post(url: string, { body, headers }: Sending, signal?: AbortSignal): Promise<Response> {
  return fetch(`${url}/v1/messages?beta=true`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'anthropic-version': '2023-06-01',
      'anthropic-beta': 'claude-code-20250219',
      'user-agent': 'claude-cli/2.1.329 (external, cli)',
      'x-api-key': 'sk-ant-not-a-key',
      ...headers,
    },
    body: JSON.stringify(body),
    ...(signal && { signal }),
  })
}

interface Summaries {
  requests: { requestId: string; termination?: object }[]
}

async function newest({ get }: Line): Promise<{ id: string; ended: boolean } | undefined> {
  const { requests } = await get<Summaries>('/api/requests/summary?limit=1')
  const [latest] = requests
  return latest && { id: latest.requestId, ended: latest.termination !== undefined }
}

async function writeLog(dataDir: string, lines: readonly object[]): Promise<void> {
  await mkdir(join(dataDir, 'logs'))
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('')
  await writeFile(join(dataDir, 'logs', 'signalbox.log'), text, { mode: 0o600 })
}

/** Simulates an installed and signed-in Claude Code, so that no check reports anything. */
async function furnish(home: string): Promise<void> {
  await mkdir(join(home, 'bin'))
  await mkdir(join(home, '.claude'))
  const claude = join(home, 'bin', 'claude')
  await writeFile(claude, '#!/bin/sh\necho "2.1.329 (Claude Code)"\n')
  await chmod(claude, 0o755)
  const claudeAiOauth = {
    accessToken: 'not-a-token',
    refreshToken: 'not-a-token',
    expiresAt: Date.now() + 6 * 3_600_000,
    scopes: ['user:inference'],
    subscriptionType: 'max',
  }
  await writeFile(join(home, '.claude', '.credentials.json'), JSON.stringify({ claudeAiOauth }), {
    mode: 0o600,
  })
}
