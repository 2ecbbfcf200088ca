import { type Static, Type } from 'typebox'
import { Check } from 'typebox/value'
import { useState } from 'react'
import { useDeps } from '../deps.ts'

/** A filter that was saved under a name. */
const SavedFilter = Type.Object({
  name: Type.String(),
  /** The query of its address: `outcome=failed&tool=edit`. */
  query: Type.String(),
})
export type SavedFilter = Static<typeof SavedFilter>
const SavedFilters = Type.Array(SavedFilter)

const KEY = 'signalbox.filters'
const MAX_FILTERS = 12

/** Saved filters, newest first. Kept in this browser. */
export function useSavedFilters(): {
  filters: readonly SavedFilter[]
  save: (filter: SavedFilter) => void
  remove: (query: string) => void
} {
  const { storage } = useDeps()
  const [filters, setFilters] = useState(() => readFilters(storage.getItem(KEY)))
  const keep = (next: SavedFilter[]) => {
    storage.setItem(KEY, JSON.stringify(next))
    setFilters(next)
  }
  const without = (query: string) => filters.filter((filter) => filter.query !== query)
  return {
    filters,
    save: (filter) => keep([filter, ...without(filter.query)].slice(0, MAX_FILTERS)),
    remove: (query) => keep(without(query)),
  }
}

function readFilters(text: string | null): SavedFilter[] {
  try {
    const value: unknown = JSON.parse(text ?? '[]')
    return Check(SavedFilters, value) ? value : []
  } catch {
    return []
  }
}

/** Keys of the address that are no filter: the open tab, and the order. */
const OTHERS: ReadonlySet<string> = new Set(['tab', 'side', 'view', 'group'])

/** `{ q: 'fix', outcome: 'failed', tab: 'raw' }` → query `q=fix&outcome=failed`, name `fix · failed`. */
export function toSavedFilter(values: Readonly<Record<string, string | undefined>>): SavedFilter | undefined {
  const own = Object.entries(values).flatMap(([key, value]) =>
    value === undefined || OTHERS.has(key) ? [] : [[key, value]],
  )
  if (own.length === 0) return undefined
  const name = own.map(([key, value]) => (key === 'q' || key === 'outcome' ? value : `${key}:${value}`))
  return { name: name.join(' · ').slice(0, 80), query: String(new URLSearchParams(own)) }
}
