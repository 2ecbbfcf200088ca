import { useEffect, useLayoutEffect, useRef } from 'react'
import { t } from '../language/t.ts'

/**
 * What a key does. Named as in `KeyboardEvent.key`; single letters in lower case. `g r` is one key after the other,
 * `mod+k` is with Ctrl, or with Command on a Mac.
 */
export type Keys = Readonly<Record<string, (() => void) | undefined>>

/** How long the first key of two is remembered, in ms. */
const PAIR_MS = 1_200

interface KeysOptions {
  /** Before all others: the second key of a pair may mean something else alone. */
  first?: boolean
}

/**
 * Runs what a key stands for. Does nothing while somebody types, while a dialog is open, or when somebody nearer to
 * the event has dealt with it. `mod+` combinations work everywhere.
 */
export function useKeys(keys: Keys, { first: capture = false }: KeysOptions = {}): void {
  const latest = useRef(keys)
  // With the frame that shows the keys: a press must not find those of the frame before.
  useLayoutEffect(() => {
    latest.current = keys
  })
  useEffect(() => {
    /** The first key of a pair, until the second or until it is too old. */
    let first = { key: '', at: 0 }
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey) return
      const mod = event.ctrlKey || event.metaKey
      if (!mod && (isTyping(event.target) || document.querySelector('dialog:modal'))) return
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

/** Whether a key goes into a field. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
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
