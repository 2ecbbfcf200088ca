import type { Static, TSchema } from 'typebox'
import { Check } from 'typebox/value'
import type { Issue } from '../../shared/coded-message.ts'
import { t } from '../language/t.ts'
import { readRefusal } from './read-refusal.ts'

/** A failed request to the local server. The message is shown to the user. */
export class ApiError extends Error {
  /** HTTP status; 0 without a response. */
  readonly status: number
  /** Individual issues, if the server lists them. */
  readonly issues: readonly Issue[]

  constructor(
    message: string,
    { status, issues = [], cause }: { status: number; issues?: readonly Issue[]; cause?: unknown },
  ) {
    super(message, { cause })
    this.name = 'ApiError'
    this.status = status
    this.issues = issues
  }
}

/** Dashboard client for `/api`. All methods reject with an `ApiError`, or with the reason of an aborted signal. */
export interface Api {
  get: <T extends TSchema>(path: string, schema: T, signal?: AbortSignal) => Promise<Static<T>>
  send: <T extends TSchema>(method: Method, path: string, schema: T, body?: unknown) => Promise<Static<T>>
  /** Raw body, for responses that are not JSON or may be invalid JSON. */
  text: (path: string, signal?: AbortSignal) => Promise<string>
}

type Method = 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Uses relative URLs: the page's origin is always the local server or the desktop shell. */
export function createApi(deps: { fetch: typeof fetch }): Api {
  return {
    get: async (path, schema, signal) => read(await ask(deps, path, { signal: signal ?? null }), schema),
    send: async (method, path, schema, body) => read(await ask(deps, path, toInit(method, body)), schema),
    text: async (path, signal) => (await ask(deps, path, { signal: signal ?? null })).text(),
  }
}

/** Query string of the defined values: `{ a: 1, b: undefined }` → `?a=1`. */
export function toQuery(params: Readonly<Record<string, string | number | boolean | undefined>>): string {
  const known = Object.entries(params).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, String(value)]],
  )
  return known.length === 0 ? '' : `?${new URLSearchParams(known)}`
}

function toInit(method: Method, body: unknown): RequestInit {
  if (body === undefined) return { method }
  return { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}

async function ask({ fetch }: { fetch: typeof globalThis.fetch }, path: string, init: RequestInit) {
  let response: Response
  try {
    response = await fetch(path, { cache: 'no-store', ...init })
  } catch (cause) {
    if (init.signal?.aborted) throw cause
    throw new ApiError(t('Signalbox isn’t responding.'), { status: 0, cause })
  }
  if (response.ok) return response
  throw await toError(response)
}

async function read<T extends TSchema>(response: Response, schema: T): Promise<Static<T>> {
  const body: unknown = response.status === 204 ? null : await parse(response)
  if (Check(schema, body)) return body
  throw new ApiError(t('Signalbox sent a response that this page doesn’t understand. Reload the page.'), {
    status: response.status,
  })
}

async function parse(response: Response): Promise<unknown> {
  try {
    return await response.json()
  } catch (cause) {
    throw new ApiError(t('Signalbox sent a response that isn’t JSON.'), { status: response.status, cause })
  }
}

async function toError(response: Response): Promise<ApiError> {
  const { status } = response
  const refusal = readRefusal(await response.json().catch(() => undefined))
  if (refusal === undefined)
    return new ApiError(t('Signalbox rejected the request ({{status}}).', { status }), { status })
  return new ApiError(refusal.message, { status, issues: refusal.issues })
}
