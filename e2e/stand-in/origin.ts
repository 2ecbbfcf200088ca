const APP = 'app://signalbox'
const WEB = 'http://signalbox.localhost'

/** `http://signalbox.localhost/tray.html` → `app://signalbox/tray.html`. Other addresses are unchanged. */
export function toAppUrl(url: string): string {
  return url === WEB || url.startsWith(`${WEB}/`) ? APP + url.slice(WEB.length) : url
}

/**
 * The reverse of `toAppUrl`. Chromium does not know the scheme, but treats `*.localhost` as a secure origin as well.
 */
export function toWebUrl(url: string): string {
  return url === APP || url.startsWith(`${APP}/`) ? WEB + url.slice(APP.length) : url
}
