import type { ReactNode } from 'react'
import type { RequestSort } from '../../../shared/request-filter.ts'
import type { PriceTable } from '../../../shared/prices.ts'
import type { RequestSummary } from '../../../shared/request-log.ts'
import { fromListRow } from '../../../shared/request-documents.ts'
import { requestCost } from '../../../shared/request-usage.ts'
import { t } from '../../language/t.ts'
import {
  formatCount,
  formatExactDollars,
  formatMs,
  formatSeconds,
  formatShare,
} from '../../ui/format-number.ts'
import { Icon } from '../../ui/icon.tsx'
import { ModelCell } from './model-cell.tsx'
import styles from './request-table.module.css'
import { SessionCell } from './session-cell.tsx'
import { sayCacheReason } from './say-cache-reason.ts'
import { SummaryCell } from './summary-cell.tsx'
import { toTokens } from './to-tokens.ts'

interface Column {
  key: 'time' | 'summary' | 'session' | 'model' | 'duration' | 'output' | 'cache' | 'cost'
  title: () => string
  /** Full description, for the heading's tooltip. */
  about: () => string
  /** Order of the list that the heading selects. */
  sort?: RequestSort
  numeric?: true
  cell: (row: RequestSummary, prices: PriceTable | undefined) => ReactNode
}

const UNKNOWN = <span className={styles.unknown}>–</span>

/**
 * Columns of the request list, in order. The style sheet hides some of them in narrow lists. Numbers of a column have
 * the same decimals, and their unit is in the heading.
 */
export const COLUMNS: readonly Column[] = [
  {
    key: 'time',
    title: () => t('Time'),
    about: () => t('Time the request arrived'),
    sort: 'time',
    cell: () => null,
  },
  {
    key: 'summary',
    title: () => t('What happened'),
    about: () => t('What was asked, which tools were called, and the response'),
    cell: (row) => <SummaryCell row={row} />,
  },
  {
    key: 'session',
    title: () => t('Session'),
    about: () => t('Project and title of the Claude Code session'),
    cell: (row) => <SessionCell row={row} />,
  },
  {
    key: 'model',
    title: () => t('Model'),
    about: () => t('Requested model, and the model it was routed to'),
    cell: (row) => <ModelCell row={row} />,
  },
  {
    key: 'duration',
    title: () => t('Total, s'),
    about: () => t('Time to the last byte of the response, in seconds'),
    sort: 'duration',
    numeric: true,
    cell: ({ responseTime }) =>
      responseTime === undefined ? (
        UNKNOWN
      ) : (
        <span title={formatMs(responseTime)}>{formatSeconds(responseTime)}</span>
      ),
  },
  {
    key: 'output',
    title: () => t('Output'),
    about: () => t('Output tokens'),
    sort: 'tokens',
    numeric: true,
    cell: (row) => {
      const tokens = toTokens(row.usage)
      return tokens === undefined ? UNKNOWN : formatCount(tokens.output)
    },
  },
  {
    key: 'cache',
    title: () => t('Cache'),
    about: () => t('Share of the input read from the cache'),
    numeric: true,
    cell: (row) => {
      const share = toTokens(row.usage)?.cacheShare
      if (share === undefined) return UNKNOWN
      return row.cacheReason === undefined ? formatShare(share) : <CacheMiss row={row} share={share} />
    },
  },
  {
    key: 'cost',
    title: () => t('Cost, $'),
    about: () => t('Estimated cost in US dollars'),
    sort: 'cost',
    numeric: true,
    cell: (row, prices) => {
      const cost = prices && row.usage && requestCost(fromListRow(row), prices)
      return cost === undefined ? UNKNOWN : formatExactDollars(cost)
    },
  },
]

/** The share of a request that missed the cache, marked. */
function CacheMiss({ row, share }: { row: RequestSummary; share: number }) {
  const reason = t('Cache miss: {{reason}}', { reason: sayCacheReason(row.cacheReason ?? '') })
  return (
    <span className={styles.miss} title={reason}>
      <Icon name="warning" />
      <span className="visually-hidden">{reason}</span>
      {formatShare(share)}
    </span>
  )
}
