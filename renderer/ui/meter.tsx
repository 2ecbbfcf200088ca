import styles from './meter.module.css'

interface MeterProps {
  label: string
  /** 0–1; more than the whole is drawn as the whole. */
  share: number
  /** Whether there is reason to look. */
  tone: 'plain' | 'warning' | 'error'
  stale?: boolean
}

/** How much of something is used. The number stands beside it, in words. */
export function Meter({ label, share, tone, stale = false }: MeterProps) {
  return (
    <div className={styles.track} data-stale={stale}>
      <meter className="visually-hidden" aria-label={label} value={Math.min(1, share)} max={1} />
      <div className={styles.bar} data-tone={tone} style={{ '--share': Math.min(1, share) }} />
    </div>
  )
}
