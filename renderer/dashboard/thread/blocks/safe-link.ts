/* Model output may link anywhere. A link to this computer would be opened with the rights of the page that shows
   it, or by a program that trusts local requests; a link with another scheme starts a program. So only `mailto:`
   and absolute http(s) URLs of other hosts become links, shown in full: a relative one would point to Signalbox. */

/** Browsers and other parsers disagree about whitespace, control characters and backslashes. */
const AMBIGUOUS = /[\s\p{Cc}\\]/u
const LOCAL_NAME = /(?:^|\.)localhost\.*$/
/** As `URL` normalizes them: it turns `127.1`, `0x7f000001` and `2130706433` into `127.0.0.1`. */
const LOCAL_ADDRESS = /^(?:(?:127|0)\.\d+\.\d+\.\d+\.*|\[::1?\]|\[::ffff:(?:7f[0-9a-f]{2}|0):[0-9a-f]+\])$/

/** `URL` accepts other characters too (`loc&`), but registered names do not contain them. */
const HOST_NAME = /^[\w.-]+$|^\[/

/**
 * `HTTP://Example.org` → `http://example.org/`; `undefined` if the link must be shown as text.
 *
 * @param ownHostname of the page that shows the link: links to it are refused on any port
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
