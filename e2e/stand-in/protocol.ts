import type { Route } from '@playwright/test'
import { toAppUrl } from './origin.ts'

type Handler = (request: Request) => Response | Promise<Response>

/** `protocol`, and the bridge from Chromium's intercepted requests to the app's handlers. */
export class StandInProtocol {
  readonly #handlers = new Map<string, Handler>()
  readonly #isReady: () => boolean

  constructor(isReady: () => boolean) {
    this.#isReady = isReady
  }
  registerSchemesAsPrivileged(schemes: Electron.CustomScheme[]): void {
    if (this.#isReady())
      throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready')
    for (const { scheme, privileges } of schemes) {
      if (privileges?.standard !== true)
        throw new Error(`The stand-in plays standard schemes only, not ${scheme}`)
    }
  }
  handle(scheme: string, handler: Handler): void {
    if (this.#handlers.has(scheme)) throw new Error(`The protocol ${scheme} is already handled`)
    this.#handlers.set(scheme, handler)
  }
  unhandle(scheme: string): void {
    this.#handlers.delete(scheme)
  }
  /** Responds to an intercepted request with the app's handler; lets requests with other schemes pass. */
  async answer(route: Route): Promise<void> {
    const url = toAppUrl(route.request().url())
    const handler = this.#handlers.get(new URL(url).protocol.slice(0, -1))
    if (handler === undefined) return route.continue()
    const response = await handler(await toRequest(route, url))
    const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true
    return route.fulfill({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: isStream ? await readFor(SLICE, response) : Buffer.from(await response.arrayBuffer()),
    })
  }
}

/** In ms. Playwright only supports complete bodies, so an event stream comes in slices; the page reconnects. */
const SLICE = 1_000

async function readFor(ms: number, { body }: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  const reader = body?.getReader()
  const over = setTimeout(() => void reader?.cancel(), ms)
  for (;;) {
    const next = await reader?.read()
    if (next === undefined || next.done) break
    chunks.push(next.value)
  }
  clearTimeout(over)
  return Buffer.concat(chunks)
}

async function toRequest(route: Route, url: string): Promise<Request> {
  const request = route.request()
  const headers = new Headers()
  for (const [name, value] of Object.entries(await request.allHeaders())) {
    if (!name.startsWith(':')) headers.append(name, toAppUrl(value))
  }
  const body = request.postDataBuffer()
  return new Request(url, {
    method: request.method(),
    headers,
    ...(body !== null && { body: new Uint8Array(body) }),
  })
}
