import type { ReactNode } from 'react'
import { t } from '../../language/t.ts'
import { Icon } from '../../ui/icon.tsx'
import type { TurnMark } from './row-source.ts'
import styles from './turn-cell.module.css'

interface TurnCellProps {
  turn: TurnMark
  isFocused: boolean
  children: ReactNode
}

/** The summary of a turn with the button that shows its requests, or that of one of them, indented. */
export function TurnCell({ turn: { count, isOpen, isCall, toggle }, isFocused, children }: TurnCellProps) {
  return (
    <span className={styles.turn} data-call={isCall}>
      {count !== undefined && (
        <button
          type="button"
          className={styles.toggle}
          aria-expanded={isOpen}
          aria-label={t('{{count}} requests of this turn', { count })}
          title={isOpen ? t('Hide the requests of this turn (←)') : t('Show the requests of this turn (→)')}
          tabIndex={isFocused ? 0 : -1}
          onClick={toggle}
        >
          <Icon name={isOpen ? 'down' : 'right'} />
          {count}
        </button>
      )}
      {children}
    </span>
  )
}
