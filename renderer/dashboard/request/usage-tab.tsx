import { useQuery } from '@tanstack/react-query'
import { findPrice, type ModelPrice, PriceTable } from '../../../shared/prices.ts'
import type { RequestLog } from '../../../shared/request-log.ts'
import { t } from '../../language/t.ts'
import { Empty } from '../../ui/empty.tsx'
import { formatCount, formatEstimate, formatShare } from '../../ui/format-number.ts'
import { Row } from '../../ui/row.tsx'
import { Rows } from '../../ui/rows.tsx'
import { TokenBar } from '../../ui/token-bar.tsx'
import { useDeps } from '../deps.ts'
import { type Tokens, toTokens } from '../requests/to-tokens.ts'
import { LimitRows } from './limit-rows.tsx'
import { Scroller } from '../../ui/scroller.tsx'
import styles from './usage-tab.module.css'

/** Tokens and limits of a request. */
export function UsageTab({ request }: { request: RequestLog }) {
  const { response, routedModel, model } = request
  const tokens = toTokens(response?.usage)
  const price = usePrice(routedModel ?? model)
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
        {response?.usage?.service_tier && <Row label={t('Service tier')}>{response.usage.service_tier}</Row>}
        {response?.stopReason && <Row label={t('Stop reason')}>{response.stopReason}</Row>}
        <Row
          label={t('Cost')}
          title={t('Based on the price table. Subscriptions and discounts aren’t included.')}
        >
          {price
            ? t('{{money}} (estimated)', { money: formatEstimate(costOf(tokens, price)) })
            : t('No known price for this model')}
        </Row>
      </Rows>
      {response?.rateLimit && <LimitRows limit={response.rateLimit} />}
    </Scroller>
  )
}

/** Anthropic's price for a model from the price table. Undefined if not listed or not loaded. */
function usePrice(model: string | undefined): ModelPrice | undefined {
  const { api } = useDeps()
  const { data } = useQuery({
    queryKey: ['prices'],
    staleTime: 60_000,
    queryFn: ({ signal }) => api.get('/api/prices', PriceTable, signal),
  })
  return model === undefined || data === undefined ? undefined : findPrice(data.prices, model)
}

/** Estimated cost in dollars. Cache writes use the 5-minute price, because the response does not give the TTL. */
function costOf({ fresh, cacheRead, cacheWritten, output }: Tokens, price: ModelPrice): number {
  const { input, cacheRead: read, cacheWrite5m, output: out } = price
  return (fresh * input + cacheRead * read + cacheWritten * cacheWrite5m + output * out) / 1_000_000
}
