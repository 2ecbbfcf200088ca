import { useCallback, useMemo } from 'react'
import { navigate, useHashLocation, useHashSearch } from './use-hash-location.ts'

type Values = Readonly<Record<string, string | undefined>>

interface SetOptions {
  /** Adds a history entry. By default, replaces the current one. */
  push?: boolean
}

/** Page state in the URL: filters, ranges, open tabs. Undefined and empty values are omitted. */
export function useQueryState(): [values: Values, set: (change: Values, options?: SetOptions) => void] {
  const search = useHashSearch()
  const [path] = useHashLocation()
  const values = useMemo(() => Object.fromEntries(new URLSearchParams(search)), [search])
  const set = useCallback(
    (change: Values, { push = false }: SetOptions = {}) =>
      navigate(withQuery(path, { ...values, ...change }), { replace: !push }),
    [path, values],
  )
  return [values, set]
}

/** `('/activity', { q: 'a', model: undefined })` → `/activity?q=a` */
export function withQuery(path: string, values: Values): string {
  const known = Object.entries(values).flatMap(([key, value]) => (value ? [[key, value]] : []))
  return known.length === 0 ? path : `${path}?${new URLSearchParams(known)}`
}
