import { type RefObject, useEffect, useRef, useState } from 'react'
import { Icon } from './icon.tsx'
import { useKeys } from './use-keys.ts'
import styles from './search-field.module.css'

interface SearchFieldProps {
  label: string
  value: string
  onChange: (value: string) => void
  /** Enter was pressed. */
  onSubmit?: (value: string) => void
  /** To focus it from outside. */
  field?: RefObject<HTMLInputElement | null>
}

/** Pause after which the typed text is reported, in ms. */
const PAUSE_MS = 200

/** A search field; `/` focuses it. Reports the text after a short pause; Esc clears it, and blurs it when empty. */
export function SearchField({ label, value, onChange, onSubmit, field }: SearchFieldProps) {
  const own = useRef<HTMLInputElement>(null)
  const input = field ?? own
  useKeys({ '/': () => input.current?.focus() })
  const [typed, setTyped] = useState(value)
  const [told, setTold] = useState(value)
  // The value changed from outside, for example by a chip or browser navigation.
  if (value !== told) {
    setTold(value)
    setTyped(value)
  }
  const tell = useRef(onChange)
  useEffect(() => {
    tell.current = onChange
  })
  useEffect(() => {
    if (typed === told) return undefined
    const timer = setTimeout(() => {
      setTold(typed)
      tell.current(typed)
    }, PAUSE_MS)
    return () => clearTimeout(timer)
  }, [typed, told])
  return (
    <label className={styles.field}>
      <Icon name="search" />
      <span className="visually-hidden">{label}</span>
      <input
        ref={input}
        type="search"
        className={styles.input}
        placeholder={label}
        title={`${label} (/)`}
        spellCheck={false}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && onSubmit !== undefined) {
            setTold(typed)
            onSubmit(typed)
          }
          if (event.key !== 'Escape') return
          event.preventDefault()
          if (typed === '') event.currentTarget.blur()
          setTyped('')
        }}
      />
    </label>
  )
}
