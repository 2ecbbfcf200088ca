import { useEffect, useRef } from 'react'
import type { LogLine } from '../../../shared/logs.ts'
import { t } from '../../language/t.ts'
import { formatClock } from '../../ui/format-time.ts'
import { formatExact } from '../../ui/format.ts'
import { Icon, type IconName } from '../../ui/icon.tsx'
import { isFocusFree } from '../../ui/is-focus-free.ts'
import styles from './logs-page.module.css'
import { toDetails, toFactLine } from './to-log-text.ts'

interface LogRowProps {
  line: LogLine
  index: number
  /** In CSS pixels. */
  top: number
  today: number
  isOpen: boolean
  isMarked: boolean
  /** Measures the row's height. */
  measure: (row: HTMLElement | null) => void
  onToggle: () => void
}

const ICONS: Record<LogLine['level'], IconName> = {
  trace: 'minus',
  debug: 'minus',
  info: 'dot',
  warn: 'warning',
  error: 'error',
  fatal: 'error',
}

/** One line: time, level, message, and as many facts as fit. Shows all facts when expanded. */
export function LogRow({ line, index, top, today, isOpen, isMarked, measure, onToggle }: LogRowProps) {
  const { id, time, level, message, facts } = line
  const at = Date.parse(time)
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    const list = button.current?.closest('section')
    // The cursor takes the focus with it, also when its row scrolls back into view.
    if (isMarked && list && isFocusFree(list)) button.current?.focus({ preventScroll: true })
  }, [isMarked])
  const wasOpen = useRef(isOpen)
  useEffect(() => {
    // A row expanded at the lower edge would be out of sight, so scroll to it. A row re-rendered as expanded is already
    // in place.
    if (isOpen && !wasOpen.current) button.current?.parentElement?.scrollIntoView({ block: 'nearest' })
    wasOpen.current = isOpen
  }, [isOpen])
  return (
    <li
      ref={measure}
      className={styles.line}
      data-index={index}
      data-marked={isMarked}
      data-level={level}
      style={{ transform: `translateY(${top}px)` }}
    >
      <button
        ref={button}
        type="button"
        className={styles.row}
        data-line={id}
        aria-expanded={isOpen}
        title={isOpen ? t('Close (Enter)') : t('Show all (Enter)')}
        onClick={onToggle}
      >
        <time className={styles.time} dateTime={time} title={formatExact(at)}>
          {formatClock(at, today)}
        </time>
        <span className={styles.level}>
          <Icon name={ICONS[level]} />
          {toWord(level)}
        </span>
        <span className={styles.message}>{message}</span>
        {facts && <span className={styles.facts}>{toFactLine(facts)}</span>}
      </button>
      <RequestLink facts={facts} />
      {isOpen && <pre className={styles.details}>{toDetails(line)}</pre>}
    </li>
  )
}

/** Links a line about a request to that request. */
function RequestLink({ facts }: { facts: LogLine['facts'] | undefined }) {
  const id = facts?.['request_id']
  if (typeof id !== 'string' || id === '') return null
  return (
    <a className={styles.request} href={`#/activity/${encodeURIComponent(id)}`}>
      {t('Open request')}
    </a>
  )
}

function toWord(level: LogLine['level']): string {
  switch (level) {
    case 'trace':
      return t('Trace')
    case 'debug':
      return t('Debug')
    case 'info':
      return t('Info')
    case 'warn':
      return t('Warning')
    case 'error':
      return t('Error')
    case 'fatal':
      return t('Fatal')
  }
}
