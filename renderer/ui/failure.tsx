import { t } from '../language/t.ts'
import { Button } from './button.tsx'
import { Icon } from './icon.tsx'
import styles from './failure.module.css'

interface FailureProps {
  /** The error. */
  title: string
  detail?: string | undefined
  retry?: (() => void) | undefined
}

/** An error with its cause and a retry button. */
export function Failure({ title, detail, retry }: FailureProps) {
  return (
    <div className={styles.failure} role="alert">
      <Icon name="error" />
      <div className={styles.text}>
        <p>{title}</p>
        {detail && <p className={styles.detail}>{detail}</p>}
      </div>
      {retry && <Button onClick={retry}>{t('Try again')}</Button>}
    </div>
  )
}
