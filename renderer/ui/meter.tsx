import styles from './meter.module.css'

interface MeterProps {
  label: string
  /** 0–1; larger values are drawn as 1. */
  share: number
  /** Urgency. */
  tone: 'plain' | 'warning' | 'error'
  stale?: boolean
}

/** A usage bar. The number is beside it, as text. */
export function Meter({ label, share, tone, stale = false }: MeterProps) {
  return (
    <div className={styles.track} data-stale={stale}>
      <meter className="visually-hidden" aria-label={label} value={Math.min(1, share)} max={1} />
      <div className={styles.bar} data-tone={tone} style={{ '--share': Math.min(1, share) }} />
    </div>
  )
}
