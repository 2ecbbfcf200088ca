import { useEffect, useLayoutEffect, useRef } from 'react'
import { t } from '../language/t.ts'

/**
 * Actions by key, named as in `KeyboardEvent.key`; single letters in lower case. `g r` is a sequence of two keys,
 * `mod+k` is with Ctrl, or with Command on a Mac.
 */
export type Keys = Readonly<Record<string, (() => void) | undefined>>

/** Time in which the second key of a sequence must follow, in ms. */
const PAIR_MS = 1_200

interface KeysOptions {
  /** Runs before all other handlers: the second key of a sequence may have its own meaning elsewhere. */
  first?: boolean
}

/**
 * Runs the action of a key. Does nothing while the user types, while a dialog is open, or if the event was already
 * handled. `mod+` combinations work everywhere.
 */
export function useKeys(keys: Keys, { first: capture = false }: KeysOptions = {}): void {
  const latest = useRef(keys)
  // In a layout effect, so that a key press never runs a handler of the previous frame.
  useLayoutEffect(() => {
    latest.current = keys
  })
  useEffect(() => {
    /** The first key of a sequence, until the second key or the timeout. */
    let first = { key: '', at: 0 }
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey) return
      const mod = event.ctrlKey || event.metaKey
      if (!mod && (isTyping(event.target) || isDialogOpen())) return
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
      const pair = event.timeStamp - first.at < PAIR_MS ? `${first.key} ${key}` : ''
      const run = mod ? latest.current[`mod+${key}`] : (latest.current[pair] ?? latest.current[key])
      first = mod || run ? { key: '', at: 0 } : { key, at: event.timeStamp }
      if (!run) return
      event.preventDefault()
      run()
    }
    window.addEventListener('keydown', onKey, { capture })
    return () => window.removeEventListener('keydown', onKey, { capture })
  }, [capture])
}

/** True while a modal dialog is shown. It says so before the dialog's close event, which comes in a later task. */
export function isDialogOpen(): boolean {
  return document.querySelector('dialog:modal') !== null
}

/** True if the target accepts text input. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  // The field of a dialog that was just closed keeps the focus until the next frame.
  if (target.closest('dialog:not([open])') !== null) return false
  return (
    target.isContentEditable || target.matches('input:not([type=checkbox], [type=radio]), textarea, select')
  )
}

/** `mod+k` → `⌘ K` on a Mac, `Ctrl K` elsewhere; `g r` → `G R`. */
export function keyName(key: string): string {
  const mac = navigator.platform.startsWith('Mac')
  return key
    .split(' ')
    .map((part) => part.replace('mod+', mac ? '⌘ ' : `${t('Ctrl')} `))
    .map((part) =>
      part.length === 1 ? part.toUpperCase() : part.replace(/ \w$/, (last) => last.toUpperCase()),
    )
    .join(' ')
}
