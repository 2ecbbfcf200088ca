import type { ServerState } from '../../../shared/ipc.ts'
import { APP_ORIGIN } from './app-scheme.ts'
import { isServerPath } from './server-paths.ts'

/**
 * Translates `app://signalbox/openapi.json`, which only this app can resolve, to the server's address for a browser,
 * `http://127.0.0.1:3456/openapi.json`. Other addresses are returned unchanged.
 */
export function toBrowserAddress(address: string, server: ServerState): string {
  if (server.state !== 'running' || !address.startsWith(`${APP_ORIGIN}/`)) return address
  const { pathname, search } = new URL(address)
  return isServerPath(pathname) ? new URL(pathname + search, server.baseUrl).href : address
}
