import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect } from 'vitest'
import { RequestDetail, RequestSummaries, type RequestSummary } from '../../shared/request-log.ts'
import { Check } from 'typebox/value'
import { type Api, startApi } from '../api-rig/start-api.ts'
import { listenLocally } from '../../main/base/testing/local-server.ts'

/** The paths of a request through Signalbox. */
export const PATHS = ['native', 'routed', 'translated', 'demoted'] as const
export type Path = (typeof PATHS)[number]

const MODELS: Readonly<Record<Path, string>> = {
  native: 'claude-x',
  routed: 'near,claude-y',
  translated: 'local,qwen3:8b',
  demoted: 'claude-x',
}

/** The whole program; every path ends at `upstream`, with one attempt. */
export function startTowards(upstream: string, env: Readonly<Record<string, string>> = {}): Promise<Api> {
  return startApi({
    env: {
      ANTHROPIC_FORWARD_URL: upstream,
      SIGNALBOX_PROVIDER_RETRIES: '0',
      ANTHROPIC_DEMOTE_NONSTREAMING: 'true',
      ...env,
    },
    prepare: (folder) => writeConfig(folder, upstream),
  })
}

/** `near` uses Anthropic's format, `local` OpenAI's. */
function writeConfig(folder: string, apiBaseUrl: string): void {
  const common = { apiBaseUrl, apiKey: 'key-of-the-test', enabled: true }
  const providers = [
    { name: 'near', type: 'anthropic', ...common },
    { name: 'local', type: 'openai-compatible', ...common },
  ]
  const storage = { capture: 'full', maxDays: 0, maxMegabytes: 0 }
  const routes = { background: { provider: 'local', model: 'qwen3:8b' } }
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ providers, storage, routes }))
}

/** Sends a request by a path, reads the response to its end, clean or not, and returns its row of the log. */
export async function ask(
  api: Api,
  path: Path,
  init: { signal?: AbortSignal } = {},
): Promise<RequestSummary> {
  const stream = path !== 'demoted'
  return await send(api, bodyOf(MODELS[path], stream), init)
}

export function bodyOf(model: string, stream: boolean): string {
  return JSON.stringify({
    model,
    max_tokens: 100,
    stream,
    messages: [{ role: 'user', content: 'Say a thing' }],
  })
}

/** Posts a body to `/v1/messages` and returns the row of the log. */
export async function send(
  api: Api,
  body: string,
  init: { signal?: AbortSignal } = {},
): Promise<RequestSummary> {
  const before = await rows(api)
  await fetch(`${api.url}/v1/messages`, { method: 'POST', body, ...init })
    .then((response) => response.text())
    .catch(() => undefined)
  return await nextRow(api, before.length)
}

/** Row of the request after the first `known`, once it is finished. */
export async function nextRow(api: Api, known: number): Promise<RequestSummary> {
  let row: RequestSummary | undefined
  await expect
    .poll(
      async () => {
        const all = await rows(api)
        row = all.length > known ? all[0] : undefined
        return row?.termination
      },
      { timeout: 15_000 },
    )
    .toBeDefined()
  if (row === undefined) throw new Error('no row')
  return row
}

export async function rows(api: Api): Promise<RequestSummary[]> {
  const { json } = await api.get('/api/requests/summary')
  if (!Check(RequestSummaries, json)) throw new Error('not the form of the API')
  return json.requests
}

export async function detail(api: Api, id: string): Promise<RequestDetail['request']> {
  const { json } = await api.get(`/api/requests/${id}`)
  if (!Check(RequestDetail, json)) throw new Error('not the form of the API')
  return json.request
}

/** Address of a port without a listener. */
export async function deadAddress(): Promise<string> {
  const server = createServer()
  const port = await listenLocally(server)
  server.close()
  await once(server, 'close')
  return `http://127.0.0.1:${port}`
}
