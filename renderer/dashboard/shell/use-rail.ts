import { useState } from 'react'
import { useDeps } from '../deps.ts'

/** `auto`: as wide as the window allows. */
type RailWidth = 'auto' | 'wide' | 'narrow'

const KEY = 'signalbox.rail'
/** As in the style sheet, in the reader's own text size. */
const NARROW_REM = 60

/** The width of the rail, remembered once somebody has changed it. */
export function useRail(): { width: RailWidth; toggle: () => void } {
  const { storage } = useDeps()
  const [width, setWidth] = useState<RailWidth>(() => toWidth(storage.getItem(KEY)))
  const toggle = () => {
    const isNarrow = width === 'narrow' || (width === 'auto' && isNarrowWindow())
    const next = isNarrow ? 'wide' : 'narrow'
    storage.setItem(KEY, next)
    setWidth(next)
  }
  return { width, toggle }
}

function toWidth(text: string | null): RailWidth {
  return text === 'wide' || text === 'narrow' ? text : 'auto'
}

function isNarrowWindow(): boolean {
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize)
  return window.innerWidth <= NARROW_REM * rem
}
