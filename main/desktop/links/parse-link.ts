import { Check } from 'typebox/value'
import { OpenDashboardArgs } from '../../../shared/ipc.ts'

export const LINK_SCHEME = 'signalbox'

/** Actions that a link may request. Actions with side effects are confirmed first. */
export type Link =
  /** `signalbox://open/requests/4f2a`: the dashboard, at that page. */
  | { action: 'open'; path?: string }
  /** `signalbox://connect` */
  | { action: 'connect' | 'disconnect' }

/** Browsers allow 2 MB; our links hold a short word and an id. */
const MAX_LINK_LENGTH = 512

/**
 * Parses a link from the system. Any web page can open one, so anything that is not exactly one of our links is
 * undefined. Never throws.
 */
export function parseLink(text: string): Link | undefined {
  if (text.length > MAX_LINK_LENGTH || !URL.canParse(text)) return undefined
  const url = new URL(text)
  if (!isPlain(url, text)) return undefined
  const { host, pathname, search } = url
  const path = pathname.length > 1 || search !== '' ? `${pathname || '/'}${search}` : undefined
  switch (host) {
    case 'open':
      if (path === undefined) return { action: 'open' }
      return Check(OpenDashboardArgs, { path }) ? { action: 'open', path } : undefined
    case 'connect':
    case 'disconnect':
      return path === undefined && !text.includes('?') ? { action: host } : undefined
    default:
      return undefined
  }
}

function isPlain({ href, protocol, username, password }: URL, text: string): boolean {
  if (protocol !== `${LINK_SCHEME}:` || username !== '' || password !== '') return false
  // Our own links are already normalised; reject any that the parser changed.
  return !text.includes('#') && href === text.replace(/^[^:]*/, (scheme) => scheme.toLowerCase())
}

/**
 * The link in the arguments of a process, where Windows and Linux put it: the last match, because Chromium's switches
 * stand beside it.
 */
export function linkIn(argv: readonly string[]): string | undefined {
  return argv.findLast((text) => text.toLowerCase().startsWith(`${LINK_SCHEME}:`))
}
