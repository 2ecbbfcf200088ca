import styles from './question-list.module.css'
import type { Question } from './to-tool-view.ts'

/** Questions that Claude Code asks its user, with the answers to choose from. */
export function QuestionList({ questions }: { questions: readonly Question[] }) {
  return questions.map(({ text, options }) => (
    <div key={text} className={styles.question}>
      <p dir="auto">{text}</p>
      <ul className={styles.options}>
        {options.map(({ label, description }) => (
          <li key={label} dir="auto">
            <strong>{label}</strong> <span className={styles.note}>{description}</span>
          </li>
        ))}
      </ul>
    </div>
  ))
}
