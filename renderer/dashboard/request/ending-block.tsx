import { t } from '../../language/t.ts'
import { Icon, type IconName } from '../../ui/icon.tsx'
import type { OutcomeTone } from '../requests/to-outcome.ts'
import { ClippedText } from '../thread/blocks/clipped-text.tsx'
import { Fold } from '../thread/blocks/fold.tsx'
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
export function EndingBlock({ ending: { tone, sentences, quote, help, place } }: { ending: Ending }) {
  return (
    <section className={styles.ending} data-tone={tone} aria-label={t('Outcome')}>
      <Icon name={ICONS[tone]} />
      <div className={styles.text}>
        <p>{sentences.join(' ')}</p>
        {quote && <blockquote className={styles.quote}>{quote}</blockquote>}
        {help && <p>{help.join(' ')}</p>}
        {place && (
          <Fold
            id="error place"
            icon="search"
            title={t('This place in the request')}
            note={<code>{place.path}</code>}
          >
            {() => (
              <ClippedText
                id="error place text"
                text={JSON.stringify(place.value, null, 2) ?? ''}
                lines={30}
              />
            )}
          </Fold>
        )}
      </div>
    </section>
  )
}
