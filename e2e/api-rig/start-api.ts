import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Signalbox } from '../../main/base/signalbox.ts'
import { createLogger } from '../../main/logging/logger.ts'
import { loadSettings } from '../../main/settings/load-settings.ts'
import { createStore } from '../../main/storage/client/create-store.ts'
import type { Store } from '../../main/storage/client/store.ts'
import { createSignalbox } from '../../main/compose/signalbox.ts'

export interface Api {
  url: string
  port: number
  /** The data folder, which is also the home folder. */
  folder: string
  signalbox: Signalbox
  get: (path: string, init?: RequestInit) => Promise<ApiResponse>
  /** Writes requests to the running server's log, as another instance would. */
  write: (requests: (store: Store) => void | Promise<void>) => Promise<void>
  stop: () => Promise<void>
}

export interface ApiResponse {
  status: number
  headers: Headers
  text: string
  json: unknown
}

export interface ApiOptions {
  /** A PostgreSQL address; absent for a file. */
  databaseUrl?: string | undefined
  env?: Readonly<Record<string, string>>
  /** HTML of the dashboard's page; without it there are no pages, as in a checkout that was not built. */
  page?: string
  /** Called with the data folder when it holds nothing but the settings. */
  prepare?: (folder: string) => void
  /** Requests already in the log. */
  requests?: (store: Store) => void | Promise<void>
}

/** Unused address, so that no test reaches the real upstream by mistake. */
const NOBODY = 'http://127.0.0.1:9'

/** Runs the whole program in this process, as the command line does, with a home folder of its own. */
export async function startApi({
  databaseUrl,
  env = {},
  page,
  prepare,
  requests,
}: ApiOptions = {}): Promise<Api> {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-api-'))
  // The seeded requests are older than the default retention.
  writeFileSync(join(folder, 'config.json'), '{"storage":{"capture":"full","maxDays":0,"maxMegabytes":0}}')
  if (page !== undefined) writeFileSync(join(folder, 'dashboard.html'), page)
  prepare?.(folder)
  const write: Api['write'] = async (run) => {
    const store = createStore({
      folder,
      databaseUrl,
      capture: 'full',
      retention: { maxDays: 0, maxBytes: 0 },
    })
    await run(store)
    await store.close()
  }
  if (requests !== undefined) await write(requests)

  const home = { HOME: folder, USERPROFILE: folder, PATH: '' }
  const settings = loadSettings({
    env: {
      ...home,
      PORT: '0',
      SIGNALBOX_DATA_DIR: folder,
      DATABASE_URL: databaseUrl,
      ANTHROPIC_FORWARD_URL: NOBODY,
      ...env,
    },
    platform: process.platform,
    flags: {},
  })
  const log = createLogger({ level: 'silent', version: 'test' })
  const signalbox = await createSignalbox({
    settings,
    log,
    version: 'test',
    pages: page === undefined ? undefined : folder,
    env: home,
  })
  const state = await signalbox.start()
  if (state.state !== 'running') throw new Error(`the server is ${state.state}`)
  const { baseUrl: url } = state

  return {
    url,
    port: Number(new URL(url).port),
    folder,
    signalbox,
    get: (path, init) => ask(url + path, init),
    write,
    async stop() {
      await signalbox.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function ask(url: string, init?: RequestInit): Promise<ApiResponse> {
  const response = await fetch(url, init)
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, json: parse(text) }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
