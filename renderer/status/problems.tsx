import { t } from '../language/t.ts'
import { Icon } from '../ui/icon.tsx'
import { Remedy } from './checks/remedy.tsx'
import styles from './problems.module.css'
import type { ShownFinding } from './read-verdict.ts'

/** Problems other than the reason for the state, each with its command. Empty if there are none. */
export function Problems({ problems }: { problems: readonly ShownFinding[] }) {
  if (problems.length === 0) return null
  return (
    <ul className={styles.list} aria-label={t('More problems')}>
      {problems.map(({ code, sentence, command }) => (
        <li key={`${code} ${sentence}`} className={styles.problem}>
          <Icon name="warning" />
          <div className={styles.text}>
            <p>{sentence}</p>
            {command && <Remedy command={command} />}
          </div>
        </li>
      ))}
    </ul>
  )
}
