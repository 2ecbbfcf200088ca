import type { App, DownloadItem, Session, WebContents } from 'electron'
import { APP_ORIGIN } from './app-scheme.ts'

/** The copy buttons write to the clipboard. Reading it is not allowed. */
const ALLOWED = new Set(['clipboard-sanitized-write'])

/**
 * Denies every web page, in current and later windows, what a browser would allow: new windows, navigation to another
 * address, web views, and every permission that none of our buttons needs. A page may reload itself. Addresses that a
 * page tried to open are passed to `open` instead.
 */
export function denyByDefault(app: Pick<App, 'on'>, open: (address: string) => void): void {
  app.on('web-contents-created', (_event, contents) => denyNavigation(contents, open))
}

/** Handles the permission requests of a session. Call it before the session's first window opens. */
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

/** Allows downloads only from our pages: files that they generate, and our server's exports. */
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
  const deny = (event: Navigation) => {
    if (!isReload(event, contents.getURL())) event.preventDefault()
  }
  contents.on('will-frame-navigate', deny)
  contents.on('will-navigate', deny)
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-attach-webview', (event) => event.preventDefault())
}

interface Navigation {
  url: string
  isMainFrame: boolean
  preventDefault: () => void
}

/**
 * True for `location.reload()` of our own page. Electron asks for it like for any navigation that a page starts
 * (`shell/browser/electron_navigation_throttle.cc`), and both windows change their language by it.
 */
function isReload({ url, isMainFrame }: Navigation, current: string): boolean {
  return isMainFrame && url.startsWith(`${APP_ORIGIN}/`) && withoutHash(url) === withoutHash(current)
}

function withoutHash(url: string): string {
  return url.split('#', 1).join()
}
