import { useEffect, useLayoutEffect, useRef } from 'react'
import { isTyping } from '../ui/use-keys.ts'

export type Hotkeys = Partial<Record<string, () => void>>

/** Runs the handler of a single key, named as in `KeyboardEvent.key` in lower case. Leaves all combinations alone, and what somebody types. */
export function useHotkeys(hotkeys: Hotkeys): void {
  const latest = useRef(hotkeys)
  // With the frame that shows the keys: a press must not find those of the frame before.
  useLayoutEffect(() => {
    latest.current = hotkeys
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      // Somebody nearer has dealt with it; a combination belongs to the system; a held key is one wish.
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return
      if (isTyping(event.target) || document.querySelector('dialog:modal')) return
      const run = latest.current[event.key.toLowerCase()]
      if (!run) return
      event.preventDefault()
      run()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}
