import { type MarkState, markShapes } from './mark-shapes.ts'
import styles from './mark.module.css'

/** The semaphore icon in one state. Hidden from screen readers, because a word is always beside it. */
export function Mark({ state }: { state: MarkState }) {
  return (
    <svg className={`${styles.mark} ${styles[state]}`} viewBox="0 0 16 16" aria-hidden="true">
      {markShapes(state).map(({ d, filled, strokeWidth }) => (
        <path key={d} d={d} className={filled ? styles.filled : styles.hollow} strokeWidth={strokeWidth} />
      ))}
    </svg>
  )
}
