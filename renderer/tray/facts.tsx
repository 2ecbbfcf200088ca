import { formatAge, formatExact } from '../ui/format.ts'
import { Row } from '../ui/row.tsx'
import { Rows } from '../ui/rows.tsx'
import styles from './facts.module.css'
import type { View } from '../glance/to-view.ts'

const UNKNOWN = '–'

/** What rarely changes. */
export function Facts({ view, headless }: { view: View; headless: boolean }) {
  const stale = view.staleMs !== undefined
  const { startedAt, uptimeMs } = view
  return (
    <section className={styles.section} aria-label="Server">
      <Rows>
        <Row
          label="Uptime"
          stale={stale}
          title={startedAt === undefined ? undefined : `Started ${formatExact(startedAt)}`}
        >
          {uptimeMs === undefined ? UNKNOWN : formatAge(uptimeMs)}
        </Row>
        <Row label="Version" stale={stale}>
          {view.version ?? UNKNOWN}
          {headless && ', headless'}
        </Row>
      </Rows>
    </section>
  )
}
