import type { RequestLog } from '../../../shared/request-log.ts'
import { requestCost } from '../../../shared/request-usage.ts'
import { t } from '../../language/t.ts'
import { Empty } from '../../ui/empty.tsx'
import { formatCount, formatEstimate, formatShare } from '../../ui/format-number.ts'
import { Row } from '../../ui/row.tsx'
import { Rows } from '../../ui/rows.tsx'
import { TokenBar } from '../../ui/token-bar.tsx'
import { usePrices } from '../data/use-prices.ts'
import { toTokens } from '../requests/to-tokens.ts'
import { LimitRows } from './limit-rows.tsx'
import { LineRows } from './line-rows.tsx'
import { Scroller } from '../../ui/scroller.tsx'
import styles from './usage-tab.module.css'

/** Tokens and limits of a request. */
export function UsageTab({ request }: { request: RequestLog }) {
  const { response } = request
  const tokens = toTokens(response?.usage)
  const prices = usePrices()
  const cost = prices && requestCost(request, prices)
  if (!tokens) return <Empty title={t('The response reported no token usage.')} />
  const { fresh, cacheRead, cacheWritten, output, cacheShare } = tokens
  return (
    <Scroller className={styles.tab}>
      <TokenBar tokens={{ input: fresh + cacheWritten, cache: cacheRead, output }} />
      <Rows>
        <Row label={t('Input, uncached')}>{formatCount(fresh)}</Row>
        <Row label={t('Cache write')}>{formatCount(cacheWritten)}</Row>
        <Row label={t('Cache read')}>{formatCount(cacheRead)}</Row>
        <Row label={t('Share of input from cache')}>
          {cacheShare === undefined ? '–' : formatShare(cacheShare)}
        </Row>
        <Row label={t('Output')}>{formatCount(output)}</Row>
        <LineRows request={request} />
        {response?.usage?.service_tier && <Row label={t('Service tier')}>{response.usage.service_tier}</Row>}
        {response?.stopReason && <Row label={t('Stop reason')}>{response.stopReason}</Row>}
        <Row
          label={t('Cost')}
          title={t('Based on the price table. Subscriptions and discounts aren’t included.')}
        >
          {cost === undefined
            ? t('No known price for this model')
            : t('{{money}} (estimated)', { money: formatEstimate(cost) })}
        </Row>
      </Rows>
      {response?.rateLimit && <LimitRows limit={response.rateLimit} />}
    </Scroller>
  )
}
