import type { App, DownloadItem, Session, WebContents } from 'electron'
import { APP_ORIGIN } from './app-scheme.ts'

/** Writing the clipboard is what the copy buttons do. Reading it is not in here. */
const ALLOWED = new Set(['clipboard-sanitized-write'])

/**
 * Takes from every web page, of this and any later window, what a browser would allow it: new windows,
 * leaving for another address, web views, and every permission that no button of ours needs. What a page wanted to open
 * goes to `open` instead.
 */
export function denyByDefault(app: Pick<App, 'on'>, open: (address: string) => void): void {
  app.on('web-contents-created', (_event, contents) => denyNavigation(contents, open))
}

/** Answers the permission questions of a session. Call it before the first window of that session. */
export function denyPermissions(
  session: Pick<
    Session,
    'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'
  >,
): void {
  session.setPermissionRequestHandler((contents, permission, response) => {
    response(ALLOWED.has(permission) && contents.getURL().startsWith(`${APP_ORIGIN}/`))
  })
  session.setPermissionCheckHandler(
    (contents, permission) =>
      ALLOWED.has(permission) && contents?.getURL().startsWith(`${APP_ORIGIN}/`) === true,
  )
  session.setDevicePermissionHandler(() => false)
}

/** Lets pages of ours hand their user a file, and nobody else: what they make themselves, and what our server exports. */
export function denyForeignDownloads(session: { on: DownloadListener }): void {
  session.on('will-download', (event, item) => {
    const address = item.getURL().replace(/^blob:/, '')
    if (!address.startsWith(`${APP_ORIGIN}/`)) event.preventDefault()
  })
}

type DownloadListener = (
  event: 'will-download',
  listener: (event: { preventDefault: () => void }, item: Pick<DownloadItem, 'getURL'>) => void,
) => unknown

function denyNavigation(contents: WebContents, open: (address: string) => void): void {
  contents.setWindowOpenHandler(({ url }) => {
    open(url)
    return { action: 'deny' }
  })
  contents.on('will-frame-navigate', (event) => event.preventDefault())
  contents.on('will-navigate', (event) => event.preventDefault())
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-attach-webview', (event) => event.preventDefault())
}
