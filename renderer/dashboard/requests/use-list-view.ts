import { useState } from 'react'
import { useDeps } from '../deps.ts'
import type { ListFilter } from './to-filter.ts'

export type Density = 'compact' | 'comfortable'

export interface ListView {
  density: Density
  setDensity: (density: Density) => void
  /** True to group by turn where the filter allows it. */
  groups: boolean
  setGroups: (groups: boolean) => void
}

const DENSITY_KEY = 'signalbox.density'
const GROUPS_KEY = 'signalbox.by-turn'

/** Row height and grouping of the list; stored. */
export function useListView(): ListView {
  const { storage } = useDeps()
  const [density, changeDensity] = useState<Density>(() =>
    storage.getItem(DENSITY_KEY) === 'comfortable' ? 'comfortable' : 'compact',
  )
  const [groups, changeGroups] = useState(() => storage.getItem(GROUPS_KEY) === 'yes')
  return {
    density,
    setDensity(next) {
      storage.setItem(DENSITY_KEY, next)
      changeDensity(next)
    },
    groups,
    setGroups(next) {
      storage.setItem(GROUPS_KEY, next ? 'yes' : 'no')
      changeGroups(next)
    },
  }
}

const WHOLE: ReadonlySet<string> = new Set(['session', 'project', 'inProject', 'start', 'end'])

/** True if a filter keeps turns whole; others pick single requests. */
export function keepsTurns(filter: ListFilter): boolean {
  return Object.entries(filter).every(([name, value]) => value === undefined || WHOLE.has(name))
}
