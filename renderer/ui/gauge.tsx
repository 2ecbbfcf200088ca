import type { ReactNode } from 'react'
import styles from './gauge.module.css'
import { Meter } from './meter.tsx'

interface GaugeProps {
  name: string
  /** Beside the name: the one thing to know. */
  brief?: string | undefined
  /** The value in words: `31 %`. */
  value: string
  /** Used part, 0–1 and above. Undefined while unknown: the bar's space stays empty. */
  share: number | undefined
  tone?: 'plain' | 'warning' | 'error'
  /** Name of the bar for screen readers. */
  label: string
  title?: string | undefined
  /** True if the value may have changed since. The bar keeps its colour: the text says the age. */
  stale?: boolean
  /** True if the bar's period has ended. */
  isOver?: boolean
  /** Below the bar. */
  children?: ReactNode
}

/** A line of a list: how far a limit or a budget is used. */
export function Gauge(props: GaugeProps) {
  const { name, brief, value, share, tone = 'plain', label, title, stale = false, isOver = false } = props
  return (
    <li className={styles.row} data-stale={stale || isOver} title={title}>
      <span className={styles.name}>{name}</span>
      <span className={styles.brief} data-tone={tone}>
        {brief}
      </span>
      <strong className={styles.value}>{value}</strong>
      <span className={styles.track}>
        {share === undefined ? (
          <span className={styles.empty} />
        ) : (
          <Meter label={label} share={share} tone={tone} stale={isOver} />
        )}
      </span>
      {props.children}
    </li>
  )
}

interface NoteProps {
  tone?: 'plain' | 'warning' | 'error'
  title?: string | undefined
  /** A button beside the text. */
  action?: ReactNode
  children: ReactNode
}

/** A sentence below the bar of a gauge. */
export function GaugeNote({ tone = 'plain', title, action, children }: NoteProps) {
  return (
    <div className={styles.note}>
      <p data-tone={tone} title={title}>
        {children}
      </p>
      {action}
    </div>
  )
}
