import { Icon } from '../../ui/icon.tsx'
import styles from './outcome-mark.module.css'
import type { Outcome } from './to-outcome.ts'

/** How a request ended: its shape and its word. The sentence is in the tooltip. */
export function OutcomeMark({ outcome }: { outcome: Outcome }) {
  return (
    <span className={`${styles.mark} ${styles[outcome.tone]}`} title={outcome.sentence()}>
      <Icon name={outcome.icon} />
      <span className={styles.word}>{outcome.word}</span>
    </span>
  )
}
