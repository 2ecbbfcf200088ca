import type { RateLimitInfo } from '../../../shared/rate-limit.ts'
import { formatExact } from '../../ui/format.ts'
import { formatCount, formatShare } from '../../ui/format-number.ts'
import { Row } from '../../ui/row.tsx'
import { Rows } from '../../ui/rows.tsx'
import styles from './limit-rows.module.css'

/** What this answer said of the limits. What it did not say is not here. */
export function LimitRows({ limit }: { limit: RateLimitInfo }) {
  const { organizationId, unifiedStatus, requestsRemaining, requestsLimit, tokensRemaining, tokensLimit } =
    limit
  return (
    <section aria-label="Limits">
      <h3 className={styles.title}>Limits, as this answer named them</h3>
      <Rows>
        {organizationId && <Row label="Organisation">{organizationId}</Row>}
        {unifiedStatus && <Row label="State">{unifiedStatus.replaceAll('_', ' ')}</Row>}
        <Window label="5 h" used={limit.unifiedUtilization5h} reset={limit.unifiedReset5h} />
        <Window label="7 d" used={limit.unifiedUtilization7d} reset={limit.unifiedReset7d} />
        {requestsRemaining !== undefined && (
          <Row label="Requests left">{leftOf(requestsRemaining, requestsLimit)}</Row>
        )}
        {tokensRemaining !== undefined && (
          <Row label="Tokens left">{leftOf(tokensRemaining, tokensLimit)}</Row>
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
  const resets = reset === undefined ? '' : `, resets ${formatExact(Number(reset) * 1_000)}`
  return (
    <Row label={`${label} limit`}>
      {formatShare(used)} used{resets}
    </Row>
  )
}

function leftOf(left: number, limit: number | undefined): string {
  return limit === undefined ? formatCount(left) : `${formatCount(left)} of ${formatCount(limit)}`
}
