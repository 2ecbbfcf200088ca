import { limitName } from '../../../shared/language/limit-name.ts'
import type { RateLimitInfo, ReportedLimit } from '../../../shared/rate-limit.ts'
import { spoken, t } from '../../language/t.ts'
import { formatExact } from '../../ui/format.ts'
import { formatCount, formatShare } from '../../ui/format-number.ts'
import { Row } from '../../ui/row.tsx'
import { Rows } from '../../ui/rows.tsx'
import styles from './limit-rows.module.css'

/** The limits in this response. Omits limits that it does not include. */
export function LimitRows({ limit }: { limit: RateLimitInfo }) {
  const { organizationId, unifiedStatus, windows = [] } = limit
  return (
    <section aria-label={t('Limits')}>
      <h3 className={styles.title}>{t('Limits reported with this response')}</h3>
      <Rows>
        {organizationId && <Row label={t('Organization')}>{organizationId}</Row>}
        {unifiedStatus && <Row label={t('Status')}>{unifiedStatus.replaceAll('_', ' ')}</Row>}
        {windows
          .filter(({ name }) => name !== 'unified')
          .map((window) => (
            <Row
              key={`${window.pool}/${window.name}`}
              label={t('{{name}} limit', { name: limitName(window, spoken()) })}
            >
              {partsOf(window).join(', ')}
            </Row>
          ))}
      </Rows>
    </section>
  )
}

function partsOf({
  used,
  limit,
  remaining,
  status,
  resetsAt,
  inUse,
  disabledReason,
}: ReportedLimit): string[] {
  return [
    limit === undefined && used !== undefined && t('{{share}} used', { share: formatShare(used) }),
    remaining !== undefined && t('{{left}} remaining', { left: leftOf(remaining, limit) }),
    used === undefined && remaining === undefined && status?.replaceAll('_', ' '),
    inUse && t('in use'),
    disabledReason?.replaceAll('_', ' '),
    resetsAt !== undefined && t('resets {{moment}}', { moment: formatExact(Date.parse(resetsAt)) }),
  ].filter((part) => typeof part === 'string')
}

function leftOf(left: number, limit: number | undefined): string {
  return limit === undefined
    ? formatCount(left)
    : t('{{part}} of {{whole}}', { part: formatCount(left), whole: formatCount(limit) })
}
