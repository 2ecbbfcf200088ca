import { t } from '../../language/t.ts'
import { Icon, type IconName } from '../../ui/icon.tsx'
import type { OutcomeTone } from '../requests/to-outcome.ts'
import styles from './ending-block.module.css'
import type { Ending } from './say-ending.ts'

const ICONS: Readonly<Record<OutcomeTone, IconName>> = {
  good: 'check',
  running: 'dot',
  warning: 'warning',
  error: 'error',
  quiet: 'minus',
}

/** Last block of every request: its ending, or that it is still in flight. */
export function EndingBlock({ ending: { tone, sentences, quote } }: { ending: Ending }) {
  return (
    <section className={styles.ending} data-tone={tone} aria-label={t('Outcome')}>
      <Icon name={ICONS[tone]} />
      <div className={styles.text}>
        <p>{sentences.join(' ')}</p>
        {quote && <blockquote className={styles.quote}>{quote}</blockquote>}
      </div>
    </section>
  )
}
