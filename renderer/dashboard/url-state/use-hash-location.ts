import { useSyncExternalStore } from 'react'

/*
 * Where we are stands behind the `#`: `/#/requests?status=error`. The page is served by Signalbox, by the desktop
 * shell's `app://` and by anything that can serve a file, and none of them has to know our paths; and what one looks
 * at is not sent to any server's log.
 */

interface NavigateOptions {
  replace?: boolean
  state?: unknown
}

/** The location hook for wouter: the path, without the query. */
export function useHashLocation(): [path: string, navigate: (to: string, options?: NavigateOptions) => void] {
  return [useSyncExternalStore(subscribe, readPath), navigate]
}
useHashLocation.hrefs = (href: string) => `#${href}`

/** The search hook for wouter: the query, without `?`. */
export function useHashSearch(): string {
  return useSyncExternalStore(subscribe, readSearch)
}

/** Goes to a path with its query. Without `replace` the way back leads here. */
export function navigate(to: string, { replace = false, state = null }: NavigateOptions = {}): void {
  if (to === readPath() + (readSearch() && `?${readSearch()}`)) return
  history[replace ? 'replaceState' : 'pushState'](state, '', `#${to}`)
  window.dispatchEvent(new HashChangeEvent('hashchange'))
}

function subscribe(onChange: () => void): () => void {
  window.addEventListener('hashchange', onChange)
  return () => window.removeEventListener('hashchange', onChange)
}

function readPath(): string {
  return split()[0]
}

function readSearch(): string {
  return split()[1]
}

/** `#/requests?q=a` → `['/requests', 'q=a']` */
function split(): [path: string, search: string] {
  const [path = '', ...rest] = location.hash.slice(1).split('?')
  return [path.startsWith('/') ? path : `/${path}`, rest.join('?')]
}
