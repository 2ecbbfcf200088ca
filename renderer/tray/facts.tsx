import { t } from '../language/t.ts'
import { formatAge, formatExact } from '../ui/format.ts'
import { Row } from '../ui/row.tsx'
import { Rows } from '../ui/rows.tsx'
import styles from './facts.module.css'
import type { View } from '../status/to-view.ts'

const UNKNOWN = '–'

/** Facts that rarely change. */
export function Facts({ view, headless }: { view: View; headless: boolean }) {
  const stale = view.staleMs !== undefined
  const { startedAt, uptimeMs, version = UNKNOWN } = view
  return (
    <section className={styles.section} aria-label={t('Server')}>
      <Rows>
        <Row
          label={t('Uptime')}
          stale={stale}
          title={
            startedAt === undefined ? undefined : t('Started {{moment}}', { moment: formatExact(startedAt) })
          }
        >
          {uptimeMs === undefined ? UNKNOWN : formatAge(uptimeMs)}
        </Row>
        <Row label={t('Version')} stale={stale}>
          {headless ? t('{{version}}, headless', { version }) : version}
        </Row>
      </Rows>
    </section>
  )
}
