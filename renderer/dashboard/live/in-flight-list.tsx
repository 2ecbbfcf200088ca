import type { InFlightItem } from '../../../shared/livez.ts'
import { saySilence } from '../../status/say-silence.ts'
import { t } from '../../language/t.ts'
import { formatAge } from '../../ui/format.ts'
import { formatBytes } from '../../ui/format-number.ts'
import { shortModel } from '../../ui/short-model.ts'
import styles from './in-flight-list.module.css'
import { PhaseTrack } from './phase-track.tsx'

interface InFlightListProps {
  items: readonly InFlightItem[]
  /** Total in flight; the server lists at most 50. */
  count: number
  stale: boolean
}

/** Requests in flight, oldest first. */
export function InFlightList({ items, count, stale }: InFlightListProps) {
  return (
    <section className={styles.section} aria-label={t('In flight')} data-stale={stale}>
      <h2 className={styles.title}>{t('In flight: {{count}}', { count })}</h2>
      {items.length === 0 ? (
        <p className={styles.none}>{count === 0 ? t('None.') : '…'}</p>
      ) : (
        <ul>
          {items.map(({ id, model, path, phase, session, bytes, age_ms, silent_ms = 0 }) => (
            <li key={id} className={styles.row}>
              <a className={styles.link} href={`#/requests/${id}`} title={model ?? path}>
                {model === undefined ? path : shortModel(model)}
              </a>
              <PhaseTrack phase={phase} silence={saySilence(silent_ms)} />
              <code className={styles.id} title={session ?? id}>
                {session === undefined ? id : t('Session {{id}}', { id: session.slice(0, 8) })}
              </code>
              <span className={styles.size} title={t('Request size')}>
                {bytes !== undefined && formatBytes(bytes)}
              </span>
              <span className={styles.age}>{formatAge(age_ms)}</span>
            </li>
          ))}
          {count > items.length && (
            <li className={styles.row}>{t('+{{rest}} more', { rest: count - items.length })}</li>
          )}
        </ul>
      )}
    </section>
  )
}
