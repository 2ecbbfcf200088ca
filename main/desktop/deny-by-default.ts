import type { App, Session, Shell, WebContents } from 'electron'
import { APP_ORIGIN } from './app-scheme.ts'
import { openAddress } from './open-address.ts'

/** Writing the clipboard is what the copy buttons do. Reading it is not in here. */
const ALLOWED = new Set(['clipboard-sanitized-write'])

/**
 * Takes from every web page, of this and any later window, what a browser would allow it: new windows,
 * leaving for another address, web views, and every permission that no button of ours needs.
 */
export function denyByDefault(app: Pick<App, 'on'>, shell: Pick<Shell, 'openExternal'>): void {
  app.on('web-contents-created', (_event, contents) => denyNavigation(contents, shell))
}

/** Answers the permission questions of a session. Call it before the first window of that session. */
export function denyPermissions(
  session: Pick<
    Session,
    'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'
  >,
): void {
  session.setPermissionRequestHandler((contents, permission, answer) => {
    answer(ALLOWED.has(permission) && contents.getURL().startsWith(`${APP_ORIGIN}/`))
  })
  session.setPermissionCheckHandler(
    (contents, permission) =>
      ALLOWED.has(permission) && contents?.getURL().startsWith(`${APP_ORIGIN}/`) === true,
  )
  session.setDevicePermissionHandler(() => false)
}

function denyNavigation(contents: WebContents, shell: Pick<Shell, 'openExternal'>): void {
  contents.setWindowOpenHandler(({ url }) => {
    openAddress(url, shell)
    return { action: 'deny' }
  })
  contents.on('will-frame-navigate', (event) => event.preventDefault())
  contents.on('will-navigate', (event) => event.preventDefault())
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-attach-webview', (event) => event.preventDefault())
}
