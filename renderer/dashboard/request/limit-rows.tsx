import type { RateLimitInfo } from '../../../shared/rate-limit.ts'
import { t } from '../../language/t.ts'
import { formatExact } from '../../ui/format.ts'
import { formatCount, formatShare } from '../../ui/format-number.ts'
import { Row } from '../../ui/row.tsx'
import { Rows } from '../../ui/rows.tsx'
import styles from './limit-rows.module.css'

/** The limits in this response. Omits limits that it does not include. */
export function LimitRows({ limit }: { limit: RateLimitInfo }) {
  const { organizationId, unifiedStatus, requestsRemaining, requestsLimit, tokensRemaining, tokensLimit } =
    limit
  return (
    <section aria-label={t('Limits')}>
      <h3 className={styles.title}>{t('Limits reported with this response')}</h3>
      <Rows>
        {organizationId && <Row label={t('Organization')}>{organizationId}</Row>}
        {unifiedStatus && <Row label={t('Status')}>{unifiedStatus.replaceAll('_', ' ')}</Row>}
        <Window label="5 h" used={limit.unifiedUtilization5h} reset={limit.unifiedReset5h} />
        <Window label="7 d" used={limit.unifiedUtilization7d} reset={limit.unifiedReset7d} />
        {requestsRemaining !== undefined && (
          <Row label={t('Requests remaining')}>{leftOf(requestsRemaining, requestsLimit)}</Row>
        )}
        {tokensRemaining !== undefined && (
          <Row label={t('Tokens remaining')}>{leftOf(tokensRemaining, tokensLimit)}</Row>
        )}
      </Rows>
    </section>
  )
}

function Window({
  label,
  used,
  reset,
}: {
  label: string
  used: number | undefined
  reset: string | undefined
}) {
  if (used === undefined) return null
  const at = reset === undefined ? undefined : formatExact(Number(reset) * 1_000)
  return (
    <Row label={t('{{name}} limit', { name: label })}>
      {at === undefined
        ? t('{{share}} used', { share: formatShare(used) })
        : t('{{share}} used, resets {{moment}}', { share: formatShare(used), moment: at })}
    </Row>
  )
}

function leftOf(left: number, limit: number | undefined): string {
  return limit === undefined
    ? formatCount(left)
    : t('{{part}} of {{whole}}', { part: formatCount(left), whole: formatCount(limit) })
}
