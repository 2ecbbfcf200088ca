import { useState } from 'react'
import { useDeps } from '../deps.ts'

/** `auto`: depends on the width of the window. */
type RailWidth = 'auto' | 'wide' | 'narrow'

const KEY = 'signalbox.rail'
/** Same value as in the style sheet, relative to the browser's text size. */
const NARROW_REM = 60

/** Width of the sidebar, stored once the user changes it. */
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
