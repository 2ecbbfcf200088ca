/*
 * Text that a model wrote may link anywhere. A link that stays on this computer would be opened with the rights of
 * the page that shows it, or of a program that trusts everything local; one with another scheme starts a program.
 * So only addresses elsewhere are links, and they are written out in full: what is relative would lead to us.
 */

/** Browsers and other parsers disagree on whitespace, control characters and backslashes. */
const AMBIGUOUS = /[\s\p{Cc}\\]/u
const LOCAL_NAME = /(?:^|\.)localhost\.*$/
/** As `URL` writes them: `127.1`, `0x7f000001` and `2130706433` are `127.0.0.1` by then. */
const LOCAL_ADDRESS = /^(?:(?:127|0)\.\d+\.\d+\.\d+\.*|\[::1?\]|\[::ffff:(?:7f[0-9a-f]{2}|0):[0-9a-f]+\])$/

/** `URL` accepts other characters too (`loc&`), but no registered name has them. */
const HOST_NAME = /^[\w.-]+$|^\[/

/**
 * `HTTP://Example.org` → `http://example.org/`; `undefined` for everything that is shown as text.
 *
 * @param ownHostname of the page that shows the link: no link leads back to it, whatever the port
 */
export function safeLink(href: string | undefined, ownHostname: string): string | undefined {
  if (href === undefined || AMBIGUOUS.test(href)) return undefined
  if (/^mailto:[^/?]/i.test(href)) return URL.parse(href)?.href
  if (!/^https?:\/\/[^/]/i.test(href)) return undefined
  const url = URL.parse(href)
  if (url === null || url.username !== '' || url.password !== '') return undefined
  if (!HOST_NAME.test(url.hostname)) return undefined
  return isLocal(url.hostname, ownHostname) ? undefined : url.href
}

function isLocal(hostname: string, ownHostname: string): boolean {
  return hostname === ownHostname || LOCAL_NAME.test(hostname) || LOCAL_ADDRESS.test(hostname)
}
