const APP = 'app://signalbox'
const WEB = 'http://signalbox.localhost'

/** `http://signalbox.localhost/tray.html` → `app://signalbox/tray.html`. Other addresses stay. */
export function toAppUrl(url: string): string {
  return url === WEB || url.startsWith(`${WEB}/`) ? APP + url.slice(WEB.length) : url
}

/** The way back. Chromium does not know the scheme, and treats `*.localhost` as a secure origin like it. */
export function toWebUrl(url: string): string {
  return url === APP || url.startsWith(`${APP}/`) ? WEB + url.slice(APP.length) : url
}
