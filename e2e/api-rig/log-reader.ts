import { expect } from 'vitest'
import type { Api } from './start-api.ts'

export type Params = Record<string, string | number>

export interface Page {
  requests: { requestId: string; response?: object }[]
  total: number
  offset: number
  limit: number
  next?: string
}

/** Reads the request log of a running server. */
export interface LogReader {
  api: () => Api
  /** The JSON of a successful response; fails for any other. */
  read: <T>(path: string, params?: Params) => Promise<T>
  /** Status and JSON of any response. */
  refusal: (path: string) => Promise<{ status: number; json: unknown }>
}

/** @param api is called per request, because the server starts after the tests are described */
export function createLogReader(api: () => Api): LogReader {
  return {
    api,
    async read<T>(path: string, params: Params = {}) {
      const { status, json, headers } = await api().get(`${path}?${query(params)}`)
      expect([path, params, status]).toEqual([path, params, 200])
      expect(headers.get('cache-control')).toBe('no-store')
      return json as T
    },
    async refusal(path) {
      const { status, json } = await api().get(path)
      return { status, json }
    },
  }
}

function query(params: Params): string {
  return new URLSearchParams(Object.entries(params).map(([name, value]) => [name, String(value)])).toString()
}
