import { type KeyboardEvent, useState } from 'react'
import { t } from '../language/t.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { KEY_ARMS_MS } from '../ui/key-question.tsx'
import styles from './quit-button.module.css'
import type { DesktopActions } from './tray-window-props.ts'
import { useHotkeys } from '../status/use-hotkeys.ts'
import { useQuestionFocus } from '../status/use-question-focus.ts'

interface QuitButtonProps {
  inFlight: number
  onQuit: DesktopActions['quit']
}

/** Opens a menu that explains each way to quit. Never quits at once, because Claude Code cannot connect afterwards. */
export function QuitButton({ inFlight, onQuit }: QuitButtonProps) {
  const [opened, setOpened] = useState<Opened>()
  const { opener, first } = useQuestionFocus<HTMLButtonElement>(opened !== undefined, opened?.by)
  const toggle = (by: Opened['by']) => setOpened(opened ? undefined : { by, at: performance.now() })
  useHotkeys({ q: () => toggle('key') })

  const close = () => setOpened(undefined)
  const choose = (when: 'idle' | 'now') => {
    close()
    onQuit(when)
  }
  return (
    <div
      className={styles.place}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) close()
      }}
    >
      <Button
        ref={opener}
        title={t('Quit (Q)')}
        aria-haspopup="menu"
        aria-expanded={opened !== undefined}
        onClick={() => toggle('press')}
      >
        {t('Quit')}
        <Icon name="down" />
      </Button>
      {opened && (
        <div
          className={styles.menu}
          role="menu"
          tabIndex={-1}
          aria-label={t('Quit')}
          onKeyDown={(event) => onMenuKey(event, opened, close)}
        >
          {/* Always waits for idle: a request may have arrived since the last poll. */}
          <button
            type="button"
            role="menuitem"
            className={styles.item}
            ref={first}
            onClick={() => choose('idle')}
          >
            {inFlight > 0 ? t('Quit when idle') : t('Quit Signalbox')}
            <span className={styles.meaning}>
              {inFlight > 0
                ? t('{{count}} requests will finish first', { count: inFlight })
                : t('Claude Code can’t connect until Signalbox runs again')}
            </span>
          </button>
          {inFlight > 0 && (
            <button type="button" role="menuitem" className={styles.item} onClick={() => choose('now')}>
              {t('Quit now')}
              <span className={styles.meaning}>
                {t('interrupts {{count}} requests', { count: inFlight })}
              </span>
            </button>
          )}
        </div>
      )}
    </div>
  )
}

/** Origin and time of opening, in ms of the page's clock. */
interface Opened {
  by: 'press' | 'key'
  at: number
}

/** Text meant for another window may start with the menu's key; the rest of it must not choose an item. */
function isTypedOn({ key }: KeyboardEvent, { by, at }: Opened): boolean {
  return by === 'key' && (key.length === 1 || (key === 'Enter' && performance.now() - at < KEY_ARMS_MS))
}

function onMenuKey(event: KeyboardEvent<HTMLElement>, opened: Opened, close: () => void) {
  if (event.ctrlKey || event.metaKey || event.altKey) return
  if (isTypedOn(event, opened)) {
    event.preventDefault()
    if (event.key !== 'Enter') close()
    return
  }
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=menuitem]')]
  const at = items.findIndex((item) => item === document.activeElement)
  const next = indexOf(event.key, at)
  if (event.key === 'Escape' || event.key === 'Tab') close()
  else if (next === undefined) return
  else items.at(next % items.length)?.focus()
  // By default, Esc would also hide the window, and arrows would scroll it.
  event.preventDefault()
}

/** Index of the item that a key leads to, from the one at `at`; negative ones count from the end. */
function indexOf(key: string, at: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return at + 1
    case 'ArrowUp':
      return at <= 0 ? -1 : at - 1
    case 'Home':
      return 0
    case 'End':
      return -1
    default:
      return undefined
  }
}
