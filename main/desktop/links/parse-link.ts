import { Value } from 'typebox/value'
import { OpenDashboardArgs } from '../../../shared/ipc.ts'

export const LINK_SCHEME = 'signalbox'

/** What a link may ask for. Whatever changes something is only done after a question. */
export type Link =
  /** `signalbox://open/requests/4f2a`: the dashboard, at that page. */
  | { action: 'open'; path?: string }
  /** `signalbox://connect` */
  | { action: 'connect' | 'disconnect' }

/** Browsers allow 2 MB; ours have a short word and an id. */
const MAX_LINK_LENGTH = 512

/**
 * Reads a link that the system hands over. Any web page can have one opened, so what is not exactly one of ours is
 * nothing at all. Never throws.
 */
export function parseLink(text: string): Link | undefined {
  if (text.length > MAX_LINK_LENGTH || !URL.canParse(text)) return undefined
  const { href, protocol, username, password, host, pathname, search } = new URL(text)
  if (protocol !== `${LINK_SCHEME}:` || username !== '' || password !== '') return undefined
  // What the parser had to mend was not written by us.
  if (text.includes('#') || href !== text.replace(/^[^:]*/, (scheme) => scheme.toLowerCase()))
    return undefined
  const path = pathname.length > 1 || search !== '' ? `${pathname || '/'}${search}` : undefined
  switch (host) {
    case 'open':
      if (path === undefined) return { action: 'open' }
      return Value.Check(OpenDashboardArgs, { path }) ? { action: 'open', path } : undefined
    case 'connect':
    case 'disconnect':
      return path === undefined && !text.includes('?') ? { action: host } : undefined
    default:
      return undefined
  }
}

/** The link on a command line, as Windows and Linux hand it over; the last argument, beside Chromium's switches. */
export function linkIn(argv: readonly string[]): string | undefined {
  return argv.findLast((text) => text.toLowerCase().startsWith(`${LINK_SCHEME}:`))
}
