import { ERRORS, errorSentence } from '../../../shared/errors.ts'
import { inEnglish } from '../../../shared/language/say.ts'
import type { ServerState } from '../../../shared/ipc.ts'
import { SECURITY_HEADERS } from '../../../shared/security-headers.ts'
import { APP_ORIGIN } from './app-scheme.ts'
import { type Credentials, forwardToServer, NoResponseError } from './forward-to-server.ts'
import { isServerPath } from './server-paths.ts'
import { servePage } from './serve-page.ts'

export interface AppProtocolDeps {
  state: () => ServerState
  /** Folder of the built pages. */
  pages: string
  credentials: Credentials
}

/**
 * Handles `app://signalbox/…`: files from disk, and server paths from the local server, so that the renderer has a
 * single origin and needs no port. While the server is not listening, its paths respond with 503 and the reason, which
 * the window shows.
 */
export function createAppProtocol({
  state,
  pages,
  credentials,
}: AppProtocolDeps): (request: Request) => Promise<Response> {
  return async (request) => {
    const url = new URL(request.url)
    if (url.host !== 'signalbox') return plain('Not found', 404)
    const origin = request.headers.get('origin')
    if (origin !== null && origin !== APP_ORIGIN) return plain('Forbidden', 403)
    if (isServerPath(url.pathname)) return askServer(request, state(), credentials)
    if (request.method !== 'GET') return plain('Method not allowed', 405)
    return servePage(url.pathname, pages)
  }
}

async function askServer(request: Request, server: ServerState, credentials: Credentials): Promise<Response> {
  if (server.state !== 'running') return notRunning(request, server)
  try {
    return await forwardToServer(request, { baseUrl: server.baseUrl, credentials })
  } catch (error) {
    if (error instanceof NoResponseError) return plain('The server does not respond', 504)
    return notRunning(request, server)
  }
}

function notRunning(request: Request, server: ServerState): Response {
  const { status, type } = ERRORS.server_not_running
  const message = inEnglish(errorSentence('server_not_running'))
  const tellWhy = server.state === 'failed' && new URL(request.url).pathname === '/health'
  const body = tellWhy ? server.failure : { type: 'error', error: { type, message } }
  return Response.json(body, {
    status,
    headers: { ...SECURITY_HEADERS, 'cache-control': 'no-store', 'x-proxy-error': 'server_not_running' },
  })
}

function plain(text: string, status: number): Response {
  return new Response(text, { status, headers: SECURITY_HEADERS })
}
