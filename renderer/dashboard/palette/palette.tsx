import { Autocomplete } from '@base-ui/react/autocomplete'
import { type KeyboardEvent as KeyPress, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { t } from '../../language/t.ts'
import { Icon } from '../../ui/icon.tsx'
import { Modal } from '../../ui/modal.tsx'
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
/** Entries by which PageUp and PageDown move. */
const PAGE = 8

/** Command palette: finds pages, actions and requests. Enter runs the highlighted entry. */
export function Palette({ theme, toggleRail, onClose }: PaletteProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [query, setQuery] = useState('')
  // Index of the highlighted entry.
  const at = useRef(0)
  const found = rankEntries(query, useEntries({ query, theme, toggleRail })).slice(0, MAX_SHOWN)
  const run = (entry: Entry) => {
    // First, because closing returns the focus, and the action may move it.
    dialog.current?.close()
    entry.run()
  }
  // The library moves by single entries only.
  const onKeyDown = (event: KeyPress) => {
    if (event.key === 'PageDown')
      pressTimes(event, 'ArrowDown', Math.min(PAGE, found.length - 1 - at.current))
    if (event.key === 'PageUp') pressTimes(event, 'ArrowUp', Math.min(PAGE, at.current))
  }
  return (
    <Modal dialog={dialog} label={t('Search or run a command')} className={styles.palette} onClose={onClose}>
      <Autocomplete.Root
        inline
        open
        items={found}
        // Already ranked; the text stays as typed.
        mode="none"
        value={query}
        onValueChange={(typed, { reason }) => reason === 'input-change' && setQuery(typed)}
        autoHighlight="always"
        keepHighlight
        onItemHighlighted={(_, { index }) => (at.current = index)}
      >
        <div className={styles.field}>
          <Icon name="search" />
          <Autocomplete.Input
            className={styles.input}
            aria-label={t('Search or run a command')}
            placeholder={t('Page, action, request ID, model…')}
            onKeyDown={onKeyDown}
          />
        </div>
        <Autocomplete.List className={styles.list} aria-label={t('Results')}>
          {(entry: Entry) => (
            <Autocomplete.Item
              key={entry.id}
              value={entry}
              onClick={() => run(entry)}
              render={(props, { highlighted }) => (
                <div {...props} className={styles.option} aria-selected={highlighted} />
              )}
            >
              <span className={styles.label}>{entry.label}</span>
              <span className={styles.hint}>{entry.hint}</span>
              <span className={styles.group}>{entry.group}</span>
            </Autocomplete.Item>
          )}
        </Autocomplete.List>
      </Autocomplete.Root>
      {found.length === 0 && <p className={styles.nothing}>{t('No matches.')}</p>}
    </Modal>
  )
}

/** Each press moves from the entry that is highlighted on screen, so the one before has to be there. */
function pressTimes(event: KeyPress, key: string, times: number) {
  event.preventDefault()
  for (let time = 0; time < times; time++) {
    const press = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })
    flushSync(() => event.target.dispatchEvent(press))
  }
}
