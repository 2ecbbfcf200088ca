import styles from './context-tab.module.css'
import type { ContextPart } from './to-context-parts.ts'

/** Name and subject of a part, in one line. */
export function PartName({ part: { name, subject } }: { part: Pick<ContextPart, 'name' | 'subject'> }) {
  return (
    <span className={styles.name} title={subject}>
      {name !== '' && <code>{name}</code>} <bdi>{subject}</bdi>
    </span>
  )
}
