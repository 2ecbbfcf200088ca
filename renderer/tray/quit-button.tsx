import { type KeyboardEvent, useState } from 'react'
import { t } from '../language/t.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import styles from './quit-button.module.css'
import type { DesktopActions } from './tray-window.tsx'
import { useHotkeys } from '../glance/use-hotkeys.ts'
import { useQuestionFocus } from '../glance/use-question-focus.ts'

interface QuitButtonProps {
  inFlight: number
  onQuit: DesktopActions['quit']
}

/** Quits at once while nothing is in flight; otherwise opens a menu that says what each way does. */
export function QuitButton({ inFlight, onQuit }: QuitButtonProps) {
  const [open, setOpen] = useState(false)
  const asks = inFlight > 0
  const { opener, first } = useQuestionFocus(open && asks)
  // A request that came in since the last poll is still let finish.
  const press = () => (asks ? setOpen(!open) : onQuit('idle'))
  useHotkeys({ q: press })

  const close = () => setOpen(false)
  const choose = (when: 'idle' | 'now') => {
    close()
    onQuit(when)
  }
  return (
    <div
      className={styles.place}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) setOpen(false)
      }}
    >
      <Button
        ref={opener}
        title={t('Quit (Q)')}
        aria-haspopup={asks ? 'menu' : undefined}
        aria-expanded={asks ? open : undefined}
        onClick={press}
      >
        {t('Quit')}
        {asks && <Icon name="down" />}
      </Button>
      {open && asks && (
        <div
          className={styles.menu}
          role="menu"
          tabIndex={-1}
          aria-label={t('Quit')}
          onKeyDown={(event) => onMenuKey(event, close)}
        >
          <button
            type="button"
            role="menuitem"
            className={styles.item}
            ref={first}
            onClick={() => choose('idle')}
          >
            {t('Quit when idle')}
            <span className={styles.meaning}>
              {t('{{count}} requests will finish first', { count: inFlight })}
            </span>
          </button>
          <button type="button" role="menuitem" className={styles.item} onClick={() => choose('now')}>
            {t('Quit now')}
            <span className={styles.meaning}>{t('cuts {{count}} requests', { count: inFlight })}</span>
          </button>
        </div>
      )}
    </div>
  )
}

function onMenuKey(event: KeyboardEvent<HTMLElement>, close: () => void) {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=menuitem]')]
  const at = items.findIndex((item) => item === document.activeElement)
  switch (event.key) {
    case 'Escape':
    case 'Tab':
      close()
      break
    case 'ArrowDown':
      items[(at + 1) % items.length]?.focus()
      break
    case 'ArrowUp':
      items.at(at <= 0 ? -1 : at - 1)?.focus()
      break
    case 'Home':
      items[0]?.focus()
      break
    case 'End':
      items.at(-1)?.focus()
      break
    default:
      return
  }
  // Esc would hide the window next, an arrow would scroll it.
  event.preventDefault()
}
