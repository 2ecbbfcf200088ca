import type { RequestSummary } from '../../../shared/request-log.ts'
import { linkedIds } from './linked-ids.ts'
import styles from './request-table.module.css'
import { saySession } from '../../status/say-session.ts'

/** `project · title` of the session; its id without either. */
export function SessionCell({ row }: { row: RequestSummary }) {
  const name = saySession(row)
  if (name !== undefined) return <bdi title={name}>{name}</bdi>
  const ids = linkedIds(row)
  if (ids.length === 0) return <span className={styles.unknown}>–</span>
  return ids.map(({ field, id, short, text }, at) => (
    <code key={field} className={at === 0 ? undefined : styles.other} title={at === 0 ? id : text}>
      {at === 0 ? short : ` ${short}`}
    </code>
  ))
}
