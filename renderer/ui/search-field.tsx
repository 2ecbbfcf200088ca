import { type RefObject, useEffect, useRef, useState } from 'react'
import { Icon } from './icon.tsx'
import styles from './search-field.module.css'

interface SearchFieldProps {
  label: string
  value: string
  onChange: (value: string) => void
  field?: RefObject<HTMLInputElement | null>
}

/** Somebody who types is done when they pause for so long, in ms. */
const PAUSE_MS = 200

/** A field to search with. Tells what was typed after a short pause; Esc empties it, and leaves it when it is empty. */
export function SearchField({ label, value, onChange, field }: SearchFieldProps) {
  const [typed, setTyped] = useState(value)
  const [told, setTold] = useState(value)
  // Somebody else has changed it: a chip, the way back.
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
        ref={field}
        type="search"
        className={styles.input}
        placeholder={label}
        title={`${label} (/)`}
        spellCheck={false}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          event.preventDefault()
          if (typed === '') event.currentTarget.blur()
          setTyped('')
        }}
      />
    </label>
  )
}
