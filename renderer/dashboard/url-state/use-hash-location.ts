import { useSyncExternalStore } from 'react'

/* The location is after the `#`: `/#/requests?status=error`. Signalbox, the desktop shell's `app://` and any
   file server can serve the page without knowing its paths, and the location is not sent to any server's log. */

interface NavigateOptions {
  replace?: boolean
  state?: unknown
}

/** Location hook for wouter: the path, without the query. */
export function useHashLocation(): [path: string, navigate: (to: string, options?: NavigateOptions) => void] {
  return [useSyncExternalStore(subscribe, readPath), navigate]
}
useHashLocation.hrefs = (href: string) => `#${href}`

/** Search hook for wouter: the query, without `?`. */
export function useHashSearch(): string {
  return useSyncExternalStore(subscribe, readSearch)
}

/** Navigates to a path with its query. Adds a history entry unless `replace` is set. */
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
