import { useSyncExternalStore } from 'react'

/* The location is after the `#`: `/#/activity?status=error`. Signalbox, the desktop shell's `app://` and any
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

/** Pages that were merged into others: their links still lead somewhere. */
const MOVED: readonly (readonly [from: string, to: string])[] = [
  ['/requests', '/activity'],
  ['/live', '/activity'],
  ['/conversations', '/sessions'],
]

/** `/requests/4f2a` → `/activity/4f2a` */
function toCurrent(path: string): string {
  for (const [from, to] of MOVED) {
    if (path === from || path.startsWith(`${from}/`)) return to + path.slice(from.length)
  }
  return path
}

/** Replaces a link to an earlier page by the one that is shown, so that a copied address stays valid. */
function renewAddress(): void {
  const [path, search] = split()
  const now = `#${path}${search && `?${search}`}`
  if (location.hash !== '' && location.hash !== now) history.replaceState(history.state, '', now)
}

function subscribe(onChange: () => void): () => void {
  renewAddress()
  const heard = () => {
    renewAddress()
    onChange()
  }
  window.addEventListener('hashchange', heard)
  return () => window.removeEventListener('hashchange', heard)
}

function readPath(): string {
  return split()[0]
}

function readSearch(): string {
  return split()[1]
}

/** `#/requests?q=a` → `['/activity', 'q=a']` */
function split(): [path: string, search: string] {
  const [path = '', ...rest] = location.hash.slice(1).split('?')
  return [toCurrent(path.startsWith('/') ? path : `/${path}`), rest.join('?')]
}
