import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { t } from '../../language/t.ts'
import { Icon } from '../../ui/icon.tsx'
import type { Theme } from '../shell/use-theme.ts'
import styles from './palette.module.css'
import { type Entry, rankEntries } from './rank-entries.ts'
import { useEntries } from './use-entries.ts'

interface PaletteProps {
  theme: Theme
  toggleRail: () => void
  onClose: () => void
}

const MAX_SHOWN = 50

/** Command palette: finds pages, actions and requests. Enter runs the selected entry. */
export function Palette({ theme, toggleRail, onClose }: PaletteProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const list = useId()
  const [query, setQuery] = useState('')
  const [marked, setMarked] = useState(0)
  const found = rankEntries(query, useEntries({ query, theme, toggleRail })).slice(0, MAX_SHOWN)
  const at = Math.min(marked, found.length - 1)
  useEffect(() => dialog.current?.showModal(), [])
  useEffect(() => {
    document.getElementById(`${list}-${at}`)?.scrollIntoView({ block: 'nearest' })
  }, [list, at])

  const type = (typed: string) => {
    setQuery(typed)
    setMarked(0)
  }
  const run = (entry: Entry | undefined) => {
    if (!entry) return
    dialog.current?.close()
    entry.run()
  }
  const onKey = (event: KeyboardEvent) => {
    const next = nextMark(event.key, at, found.length)
    if (event.key === 'Enter') run(found[at])
    else if (next === undefined) return
    else setMarked(next)
    event.preventDefault()
  }
  return (
    // A click on the backdrop targets the dialog itself; the keyboard has Esc.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={dialog}
      className={styles.palette}
      aria-label={t('Find anything')}
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && dialog.current.close()}
    >
      <Field
        list={list}
        marked={found.length > 0 ? at : undefined}
        value={query}
        onType={type}
        onKey={onKey}
      />
      <Found id={list} entries={found} marked={at} onMark={setMarked} onRun={run} />
      {found.length === 0 && <p className={styles.nothing}>{t('Nothing is called that.')}</p>}
    </dialog>
  )
}

interface FieldProps {
  /** Id of the listbox. */
  list: string
  marked: number | undefined
  value: string
  onType: (value: string) => void
  onKey: (event: KeyboardEvent) => void
}

function Field({ list, marked, value, onType, onKey }: FieldProps) {
  return (
    <div className={styles.field}>
      <Icon name="search" />
      <input
        className={styles.input}
        // The dialog contains little but this field.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        role="combobox"
        aria-label={t('Find anything')}
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={marked === undefined ? undefined : `${list}-${marked}`}
        placeholder={t('Page, action, request id, model…')}
        value={value}
        onChange={(event) => onType(event.target.value)}
        onKeyDown={onKey}
      />
    </div>
  )
}

interface FoundProps {
  id: string
  entries: readonly Entry[]
  marked: number
  onMark: (index: number) => void
  onRun: (entry: Entry) => void
}

function Found({ id, entries, marked, onMark, onRun }: FoundProps) {
  return (
    // A native select would take the focus from the field.
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role, jsx-a11y/interactive-supports-focus
    <div id={id} className={styles.list} role="listbox" aria-label={t('Found')}>
      {entries.map((entry, index) => (
        // The field keeps the focus, handles the keys and names the active option.
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
        <div
          key={entry.id}
          id={`${id}-${index}`}
          className={styles.option}
          // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
          role="option"
          aria-selected={index === marked}
          onPointerMove={() => index !== marked && onMark(index)}
          onClick={() => onRun(entry)}
        >
          <span className={styles.label}>{entry.label}</span>
          <span className={styles.hint}>{entry.hint}</span>
          <span className={styles.group}>{entry.group}</span>
        </div>
      ))}
    </div>
  )
}

function nextMark(key: string, at: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return (at + 1) % Math.max(1, count)
    case 'ArrowUp':
      return (at - 1 + count) % Math.max(1, count)
    case 'PageDown':
      return Math.min(at + 8, count - 1)
    case 'PageUp':
      return Math.max(at - 8, 0)
    default:
      return undefined
  }
}
