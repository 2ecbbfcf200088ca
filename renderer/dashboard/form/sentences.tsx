import { Icon } from '../../ui/icon.tsx'
import styles from './sentences.module.css'

interface SentencesProps {
  label: string
  tone: 'error' | 'warning'
  sentences: readonly string[]
}

/** Error or status messages, one sentence each; renders nothing for an empty list. */
export function Sentences({ label, tone, sentences }: SentencesProps) {
  if (sentences.length === 0) return null
  return (
    <ul className={styles.list} aria-label={label} data-tone={tone}>
      {sentences.map((sentence) => (
        <li key={sentence} className={styles.item}>
          <Icon name={tone} />
          <span>{sentence}</span>
        </li>
      ))}
    </ul>
  )
}
