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
  if (!tokens) return <Empty title={t('The answer said nothing about tokens.')} />
  const { fresh, cacheRead, cacheWritten, output, cacheShare } = tokens
  return (
    <Scroller className={styles.tab}>
      <TokenBar tokens={{ input: fresh + cacheWritten, cache: cacheRead, output }} />
      <Rows>
        <Row label={t('Input, not from the cache')}>{formatCount(fresh)}</Row>
        <Row label={t('Input, put into the cache')}>{formatCount(cacheWritten)}</Row>
        <Row label={t('Input, read from the cache')}>{formatCount(cacheRead)}</Row>
        <Row label={t('Cache share of the input')}>
          {cacheShare === undefined ? '–' : formatShare(cacheShare)}
        </Row>
        <Row label={t('Output')}>{formatCount(output)}</Row>
        {response?.usage?.service_tier && <Row label={t('Service tier')}>{response.usage.service_tier}</Row>}
        {response?.stopReason && <Row label={t('Ended with')}>{response.stopReason}</Row>}
        <Row
          label={t('Cost')}
          title={t('By the table of prices; a subscription or a discount costs something else.')}
        >
          {price
            ? t('{{money}}, estimate', { money: formatEstimate(costOf(tokens, price)) })
            : t('No price is known for this model')}
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
