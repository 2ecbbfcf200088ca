import { useEffect, useLayoutEffect, useRef } from 'react'
import { isDialogOpen, isTyping } from '../ui/use-keys.ts'

export type Hotkeys = Partial<Record<string, () => void>>

/**
 * Runs the handler of a single key, named as in `KeyboardEvent.key` in lower case. Ignores combinations and text input.
 */
export function useHotkeys(hotkeys: Hotkeys): void {
  const latest = useRef(hotkeys)
  // In a layout effect, so that a key press never runs a handler of the previous frame.
  useLayoutEffect(() => {
    latest.current = hotkeys
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      // Ignore events that were already handled, system combinations, and repeats of a held key.
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return
      if (isTyping(event.target) || isDialogOpen()) return
      const run = latest.current[event.key.toLowerCase()]
      if (!run) return
      event.preventDefault()
      run()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}
