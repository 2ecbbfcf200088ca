import type { ServerState } from '../../../shared/ipc.ts'
import { APP_ORIGIN } from './app-scheme.ts'
import { isServerPath } from './server-paths.ts'

/**
 * The address by which a browser finds what a page of ours links to: `app://signalbox/openapi.json` is only known in
 * here, and the server answers `http://127.0.0.1:3456/openapi.json`. Other addresses stay what they are.
 */
export function toBrowserAddress(address: string, server: ServerState): string {
  if (server.state !== 'running' || !address.startsWith(`${APP_ORIGIN}/`)) return address
  const { pathname, search } = new URL(address)
  return isServerPath(pathname) ? new URL(pathname + search, server.baseUrl).href : address
}
