import { useQuery } from '@tanstack/react-query'
import { RequestSummaries } from '../../../shared/request-log.ts'
import { toQuery } from '../../api/api.ts'
import { sayCoded } from '../../language/say-message.ts'
import { t } from '../../language/t.ts'
import { type DataColumn, DataTable } from '../../ui/data-table.tsx'
import { formatCount, formatEstimate, formatShort } from '../../ui/format-number.ts'
import { Panel } from '../../ui/panel.tsx'
import { usePrices } from '../data/use-prices.ts'
import type { TimeRange } from '../data/use-usage.ts'
import { useDeps } from '../deps.ts'
import { sayCacheReason } from '../requests/say-cache-reason.ts'
import { type MissSum, sumMisses } from './sum-misses.ts'
import styles from './group-panel.module.css'

/** Misses that are summed: the newest ones if there are more. */
const MAX_MISSES = 2_000

/** Cache misses by reason, with their cost and what avoids the most expensive one. Hidden if there are none. */
export function MissPanel({ range }: { range: TimeRange }) {
  const { api } = useDeps()
  const prices = usePrices()
  const { data } = useQuery({
    queryKey: ['misses', range.start, range.end],
    staleTime: 60_000,
    queryFn: ({ signal }) =>
      api.get(
        `/api/requests/summary${toQuery({ ...range, missed: 'true', limit: MAX_MISSES })}`,
        RequestSummaries,
        signal,
      ),
  })
  if (data === undefined || prices === undefined || data.requests.length === 0) return null
  const sums = sumMisses(data.requests, prices)
  const [first] = sums
  return (
    <Panel title={t('Cache misses')}>
      <DataTable
        label={t('Cache misses by reason')}
        columns={columns(range)}
        rows={sums}
        keyOf={({ reason }) => reason}
      />
      {first !== undefined && (
        <p className={styles.rest}>
          {sayCacheReason(first.reason)}: {sayCoded({ code: `avoid.${first.reason}`, params: {} })}
        </p>
      )}
      {data.total > data.requests.length && (
        <p className={styles.rest}>
          {t('Only the newest {{limit}} are included.', { limit: formatCount(data.requests.length) })}
        </p>
      )}
    </Panel>
  )
}

function columns({ start, end }: TimeRange): readonly DataColumn<MissSum>[] {
  return [
    {
      key: 'reason',
      title: t('Reason'),
      cell: ({ reason }) => (
        <a href={`#/activity${toQuery({ cacheReason: reason, from: start, to: end })}`}>
          {sayCacheReason(reason)}
        </a>
      ),
    },
    {
      key: 'cost',
      title: t('Additional cost'),
      numeric: true,
      cell: ({ cost }) => formatEstimate(cost),
    },
    { key: 'requests', title: t('Requests'), numeric: true, cell: ({ requests }) => formatCount(requests) },
    { key: 'tokens', title: t('Tokens'), numeric: true, cell: ({ tokens }) => formatShort(tokens) },
  ]
}
