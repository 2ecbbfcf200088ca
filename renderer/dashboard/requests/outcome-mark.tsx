import { Icon } from '../../ui/icon.tsx'
import styles from './outcome-mark.module.css'
import type { Outcome } from './to-outcome.ts'

/** Icon and word for a request's outcome, with the full sentence as tooltip. */
export function OutcomeMark({ outcome }: { outcome: Outcome }) {
  return (
    <span className={`${styles.mark} ${styles[outcome.tone]}`} title={outcome.sentence()}>
      <Icon name={outcome.icon} />
      <span className={styles.word}>{outcome.word}</span>
    </span>
  )
}
